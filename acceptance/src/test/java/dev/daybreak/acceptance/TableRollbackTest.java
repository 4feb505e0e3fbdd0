package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is put back to an earlier snapshot, with what the program believes of it and of what reads it. */
final class TableRollbackTest {
    private static final String SUM = "SELECT SUM(orders) AS orders FROM shop.daily_sales";

    @TempDir
    Path folder;

    private CommandLineProject project;
    private String right;

    @BeforeEach
    void publishTwice() throws IOException {
        project = new CommandLineProject(folder.resolve("shop"));
        CommandLineProject.command("init", project.folder().toString());
        project.table(
                "shop.total",
                "inputs: {shop.daily_sales: {whole: true}}",
                "SELECT SUM(orders) AS orders FROM shop.daily_sales");
        assertThat(project.run("run").status()).isZero();
        Path sql = project.path("assets/shop/daily_sales.sql");
        right = Files.readString(sql);
        Files.writeString(sql, right.replace("COUNT(*)", "2 * COUNT(*)"));
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
    }

    private JsonNode plan() {
        return project.run("plan", "--json").json().get("steps");
    }

    private static long toDo(JsonNode steps, String asset) {
        long count = 0;
        for (JsonNode step : steps) {
            boolean isToDo = !step.get("state").asText().equals("done");
            count += step.get("asset").asText().equals(asset) && isToDo ? 1 : 0;
        }
        return count;
    }

    @Test
    void isWhatItWasAndItsReadersBecomeStale() throws IOException {
        Outcome back = project.run("rollback", "shop.daily_sales", "--why", "twice as many", "--json");

        assertThat(back.status()).as(back.said()).isZero();
        assertThat(back.json().get("undone").asInt()).isEqualTo(5);
        assertThat(project.rows(SUM)).isEqualTo("[[45]]");
        assertThat(toDo(plan(), "shop.daily_sales")).as("by the text as it is").isPositive();

        Files.writeString(project.path("assets/shop/daily_sales.sql"), right);
        JsonNode steps = plan();
        assertThat(toDo(steps, "shop.daily_sales")).isZero();
        assertThat(toDo(steps, "shop.total")).isEqualTo(1);
        assertThat(project.run("run", "--json").json().at("/steps/succeeded").asInt())
                .isEqualTo(1);
        assertThat(project.rows("SELECT orders FROM shop.total")).isEqualTo("[[45]]");
        assertThat(project.run("history", "--changes").out())
                .contains("rollback", "table shop.daily_sales to snapshot", "twice as many");
    }

    @Test
    void isComputedAgainByTheNextRun() {
        assertThat(project.run("rollback", "shop.daily_sales", "--why", "a look")
                        .status())
                .isZero();

        Outcome run = project.run("run", "shop.daily_sales", "--json");

        assertThat(run.json().at("/steps/succeeded").asInt()).as(run.said()).isEqualTo(1);
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
    }

    @Test
    void canBePutForwardAgain() {
        JsonNode history = project.run("history", "shop.daily_sales", "--json").json();
        String newest = history.at("/snapshots/0/snapshot").asText();
        String first = history.at("/snapshots/1/snapshot").asText();
        assertThat(project.run("rollback", "shop.daily_sales", "--to", first, "--why", "a look")
                        .status())
                .isZero();
        Outcome again = project.run("rollback", "shop.daily_sales", "--to", first, "--why", "once more", "--json");
        assertThat(again.json().get("undone").asInt()).isZero();

        Outcome forward = project.run("rollback", "shop.daily_sales", "--to", newest, "--why", "it was right");

        assertThat(forward.status()).as(forward.said()).isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
        assertThat(project.run("plan").out()).contains("Everything is up to date.");
    }

    @Test
    void aTagNamesASnapshot() {
        JsonNode history = project.run("history", "shop.daily_sales", "--json").json();
        String first = history.at("/snapshots/1/snapshot").asText();
        assertThat(project.run("tag", "shop.daily_sales", "before", "--at", first)
                        .status())
                .isZero();
        assertThat(project.run("tag", "shop.daily_sales", "after").status()).isZero();

        assertThat(project.rows("SELECT SUM(orders) FROM shop.daily_sales@before"))
                .isEqualTo("[[45]]");
        assertThat(project.rows("SELECT SUM(orders) FROM shop.daily_sales@after"))
                .isEqualTo("[[90]]");
        assertThat(project.run("history", "shop.daily_sales").out()).contains("before", "after");
        assertThat(project.run("rollback", "shop.daily_sales", "--to", "before", "--why", "a look")
                        .status())
                .isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[45]]");
        assertThat(project.run("tag", "shop.daily_sales", "before", "--at", "after")
                        .said())
                .contains("'before' is snapshot " + first, "daybreak tag shop.daily_sales before --drop");
        assertThat(project.rows("SELECT SUM(orders) FROM shop.daily_sales@before"))
                .isEqualTo("[[45]]");
        assertThat(project.run("tag", "shop.daily_sales", "before", "--at", first, "--env", "dev")
                        .said())
                .contains("is 'before'");
        assertThat(project.run("tag", "shop.daily_sales", "before", "--drop").status())
                .isZero();
        assertThat(project.run("tag", "shop.daily_sales", "--json")
                        .json()
                        .get("tags")
                        .size())
                .isEqualTo(1);
        assertThat(project.run("query", "SELECT * FROM shop.daily_sales@aftr").said())
                .contains("Invalid version '@aftr'", "Did you mean 'after'?");
        assertThat(project.run("tag", "shop.daily_sales", "1st").said()).contains("Invalid tag '1st'");
        Outcome nameless = project.run("tag", "shop.daily_sales", "--at", first);
        assertThat(nameless.status()).isEqualTo(2);
        assertThat(nameless.said())
                .contains("--at says nothing without a name", "daybreak tag shop.daily_sales NAME --at " + first);
    }

    @Test
    void saysWhatCannotBePutBackAndWhy() {
        assertThat(project.run("rollback", "raw.orders", "--why", "x").said())
                .contains("Cannot put 'raw.orders' back: it is a source");
        assertThat(project.run("rollback", "shop.daily_sales", "--to", "12345678901234", "--why", "x")
                        .said())
                .contains("Cannot put table 'shop.daily_sales' back to snapshot 12345678901234", "its latest are");
        assertThat(project.run("rollback", "shop.daily_sales", "--to", "soon", "--why", "x")
                        .said())
                .contains("Invalid version 'soon'");
        assertThat(project.run("rollback", "shop.daily_sales", "--to", "2001-01-01", "--why", "x")
                        .said())
                .contains("it had no snapshot then");
        assertThat(project.run("rollback", "click_model", "--to", "3", "--why", "x")
                        .said())
                .contains("Invalid option --to");
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
    }
}
