package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are kept in order, and nothing that is published becomes stale by it. */
final class MaintainTest {
    private static final String ROWS = "SELECT COUNT(*), SUM(amount) FROM raw.sales";

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void bringInManySmallFiles() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file(
                "daybreak.yaml",
                "name: shop\nstart: 2025-03-01\nend: 2025-03-04\n"
                        + "maintain: {keep_snapshots: 2, keep_for: 1 hour, target_file_size: 64 MB}\n");
        project.file(
                "sources/sales.yaml",
                """
                files: {path: data/*.csv, format: csv}
                columns: {day: date, item: string, amount: long}
                partition: {column: day, every: day}
                """);
        project.table(
                "shop.daily",
                "partition: {column: day, every: day}",
                "SELECT day, SUM(amount) AS amount FROM raw.sales WHERE day >= :start AND day < :end GROUP BY day");
        for (int i = 1; i <= 4; i++) {
            project.file("data/" + i + ".csv", rows(i));
            Outcome run = project.run("run");
            assertThat(run.status()).as(run.said()).isZero();
        }
    }

    private static String rows(int file) {
        StringBuilder text = new StringBuilder("day,item,amount\n");
        for (int day = 1; day <= 3; day++) {
            text.append("2025-03-0")
                    .append(day)
                    .append(",item ")
                    .append(file)
                    .append(',')
                    .append(file)
                    .append('\n');
        }
        return text.toString();
    }

    private JsonNode maintain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("maintain", "--json"));
        all.addAll(List.of(arguments));
        Outcome outcome = project.run(all.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json();
    }

    private static JsonNode of(JsonNode report, String table) {
        for (JsonNode one : report.get("tables")) {
            if (one.get("table").asText().equals(table)) {
                return one;
            }
        }
        throw new AssertionError("No table " + table + " in " + report);
    }

    private void assertNothingIsToDo() {
        Outcome plan = project.run("plan");
        assertThat(plan.said()).contains("Everything is up to date.");
    }

    @Test
    void putsFilesTogetherAndLeavesNothingToRun() {
        String rows = project.rows(ROWS);
        JsonNode before = of(maintain("raw.sales", "--dry-run"), "raw.sales");
        assertThat(before.get("files_before").asInt()).isEqualTo(12);
        assertThat(before.get("files_after").asInt()).isEqualTo(3);

        JsonNode report = of(maintain(), "raw.sales");

        assertThat(report.get("files_before").asInt()).isEqualTo(12);
        assertThat(report.get("files_after").asInt()).isEqualTo(3);
        assertThat(report.get("requests_saved").asInt()).isPositive();
        assertThat(report.get("bytes_after").asLong())
                .isLessThan(report.get("bytes_before").asLong());
        assertThat(project.rows(ROWS)).isEqualTo(rows);
        assertNothingIsToDo();
        assertThat(project.run("maintain").out()).contains("2 tables, 2 in order.");
    }

    @Test
    void lateRowsAreStillNoticedAfterwards() {
        maintain();
        project.file("data/late.csv", "day,item,amount\n2025-03-02,late,100\n");

        Outcome run = project.run("run");

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(project.rows("SELECT amount FROM shop.daily ORDER BY day")).isEqualTo("[[10],[110],[10]]");
        maintain();
        assertThat(project.rows("SELECT amount FROM shop.daily ORDER BY day")).isEqualTo("[[10],[110],[10]]");
        assertNothingIsToDo();
    }

    @Test
    void rollbackSkipsWhatMaintenanceCommitted() {
        project.file("data/5.csv", "day,item,amount\n2025-03-03,more,5\n");
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows("SELECT SUM(amount) FROM shop.daily")).isEqualTo("[[35]]");
        maintain();

        Outcome back = project.run("rollback", "shop.daily", "--why", "no", "--json");

        assertThat(back.status()).as(back.said()).isZero();
        assertThat(project.rows("SELECT SUM(amount) FROM shop.daily")).isEqualTo("[[30]]");
        assertThat(back.json().get("undone").asInt()).isEqualTo(1);
    }

    @Test
    void tellsOfATableThatItCannotRead() throws IOException {
        try (Stream<Path> files = Files.walk(project.path(".daybreak/lake/warehouse/shop/daily/metadata"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".avro")).toList()) {
                Files.delete(file);
            }
        }

        Outcome outcome = project.run("maintain", "--json");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().get("failures")).hasSize(1);
        assertThat(of(outcome.json(), "raw.sales").get("files_after").asInt()).isEqualTo(3);
    }

    @Test
    void tellsAndDoesWhatMendsALostMetadataFile() throws IOException {
        Path metadata = project.path(".daybreak/lake/warehouse/shop/daily/metadata");
        try (Stream<Path> files = Files.list(metadata)) {
            Path newest = files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            Files.delete(newest);
        }
        Outcome query = project.run("query", "SELECT * FROM shop.daily", "--json");
        assertThat(query.status()).isEqualTo(1);
        String mend = query.json().get("error").get("mend").asText();
        String snapshot = mend.substring(mend.lastIndexOf(' ') + 1);
        assertThat(mend).contains("daybreak maintain shop.daily --restore " + snapshot);

        Outcome restored = project.run("maintain", "shop.daily", "--restore", snapshot, "--json");

        assertThat(restored.status()).as(restored.said()).isZero();
        assertThat(restored.json().get("undone").asInt()).isEqualTo(3);
        assertThat(project.rows("SELECT amount FROM shop.daily ORDER BY day")).isEqualTo("[[6],[6],[6]]");
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows("SELECT amount FROM shop.daily ORDER BY day")).isEqualTo("[[10],[10],[10]]");
    }

    @Test
    void restoreTakesOneTable() {
        Outcome outcome = project.run("maintain", "--restore", "1");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("Invalid use of --restore: it takes one table");
    }

    @Test
    void doctorTellsThatTablesAreInOrder() {
        assertThat(project.run("doctor").out()).contains("ok", "2 in order");
    }

    /** Three runs leave three files for each of fifty days. */
    @Test
    void doctorTellsOfATableOfManySmallFiles() {
        for (int i = 5; i < 8; i++) {
            StringBuilder rows = new StringBuilder("day,item,amount\n");
            for (int day = 1; day <= 50; day++) {
                rows.append(LocalDate.of(2025, 1, 1).plusDays(day)).append(",small,1\n");
            }
            project.file("data/" + i + ".csv", rows.toString());
            assertThat(project.run("run", "raw.sales").status()).isZero();
        }

        Outcome doctor = project.run("doctor");

        assertThat(doctor.said())
                .contains(
                        "raw.sales",
                        "needs maintenance: 162 small files that could be 53",
                        "Run 'daybreak maintain raw.sales'",
                        "1 in order");
        maintain("raw.sales");
        assertThat(project.run("doctor").said()).contains("2 in order").doesNotContain("needs maintenance");
    }

    @Test
    void environmentsStayUpToDateAndKeepWhatTheyHold() {
        assertThat(project.run("run", "--env", "staging").status()).isZero();
        project.file("assets/shop/daily.sql", changedText());
        Outcome run = project.run("run", "--env", "staging");
        assertThat(run.status()).as(run.said()).isZero();
        assertThat(project.run("plan", "--env", "staging").said()).contains("Everything is up to date.");

        maintain();

        assertThat(project.run("plan", "--env", "staging").said()).contains("Everything is up to date.");
        Outcome staging =
                project.run("query", "SELECT amount FROM shop.daily ORDER BY day", "--env", "staging", "--json");
        assertThat(staging.json().get("rows").toString()).isEqualTo("[[11],[11],[11]]");
        Outcome refused = project.run("maintain", "--env", "staging");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("Leave out --env");
    }

    private static String changedText() {
        return """
                /*---
                partition: {column: day, every: day}
                ---*/
                SELECT day, SUM(amount) + 1 AS amount FROM raw.sales WHERE day >= :start AND day < :end GROUP BY day
                """;
    }
}
