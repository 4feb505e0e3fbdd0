package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that get another name, type or place while their earlier rows stay where they are. */
class ColumnsThatChangeTest {
    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void bringInTheFirstFile() {
        project = new CommandLineProject(folder);
        project.file("daybreak.yaml", "name: changes\n");
        project.file("data/a.csv", "user_id,clicks,gone\n1,10,x\n2,20,y\n");
        source("user_id: long", "clicks: int", "gone: string");
        did("run");
    }

    private void source(String... columns) {
        project.file(
                "sources/clicks.yaml", "files: {path: data/*.csv}\ncolumns:\n  " + String.join("\n  ", columns) + "\n");
    }

    private Outcome did(String... arguments) {
        Outcome outcome = project.run(arguments);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome;
    }

    private String rows(String sql, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "query";
        arguments[1] = sql;
        arguments[2] = "--json";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return did(arguments).json().get("rows").toString();
    }

    private void renameWidenAddDropAndReorder() {
        project.file("data/b.csv", "clicks,reader,campaign\n5000000000,3,c\n");
        source("clicks: long", "campaign: string", "reader: {type: long, was: user_id}");
    }

    @Test
    void earlierRowsOfASourceHaveTheNewNames() {
        renameWidenAddDropAndReorder();

        did("run");

        assertThat(rows("SELECT reader, clicks, campaign FROM raw.clicks ORDER BY reader"))
                .isEqualTo("[[1,10,null],[2,20,null],[3,5000000000,\"c\"]]");
        assertThat(rows("SELECT gone FROM raw.clicks WHERE reader = 2")).isEqualTo("[[\"y\"]]");

        source("clicks: long", "campaign: string", "reader: long");
        assertThat(did("run", "--json").json().at("/steps/succeeded").asInt())
                .as("a former name that is no longer said")
                .isZero();
    }

    @Test
    void anEnvironmentTriesTheNamesBeforeProdHasThem() {
        renameWidenAddDropAndReorder();

        did("run", "--env", "dev");

        assertThat(rows("SELECT SUM(reader) AS s FROM raw.clicks", "--env", "dev"))
                .isEqualTo("[[6]]");
        assertThat(rows("SELECT SUM(user_id) AS s FROM raw.clicks")).isEqualTo("[[3]]");

        did("promote-env", "dev");
        assertThat(rows("SELECT reader, clicks FROM raw.clicks ORDER BY reader"))
                .isEqualTo("[[1,10],[2,20],[3,5000000000]]");
        assertThat(did("run", "--json").json().at("/steps/succeeded").asInt()).isZero();
    }

    @Test
    void aTableKeepsTheRowsOfPartitionsThatAreNotComputedAnew() {
        project.file("daybreak.yaml", "name: changes\nstart: 2025-03-01\nend: 2025-03-03\n");
        project.table(
                "shop.days",
                "partition: {column: day, every: day}",
                "SELECT day, n AS count_of FROM (VALUES (DATE '2025-03-01', 1), (DATE '2025-03-02', 2)) AS t(day, n)"
                        + " WHERE day >= CAST(:start AS DATE) AND day < CAST(:end AS DATE)");
        did("run", "shop.days");
        project.table(
                "shop.days",
                "partition: {column: date_of, every: day}\n"
                        + "columns: [{name: n, type: long, was: count_of}, {name: date_of, type: date, was: day}]",
                "SELECT day AS date_of, n * 10 AS n FROM (VALUES (DATE '2025-03-01', 1), (DATE '2025-03-02', 2)) AS t(day, n)"
                        + " WHERE day >= CAST(:start AS DATE) AND day < CAST(:end AS DATE)");

        did("run", "shop.days", "--start", "2025-03-02");

        assertThat(rows("SELECT * FROM shop.days ORDER BY date_of"))
                .isEqualTo("[[1,\"2025-03-01\"],[20,\"2025-03-02\"]]");
    }
}
