package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose steps wait for something outside. */
class WaitingRunTest {
    @TempDir
    Path folder;

    @Test
    void saysOnceWhatEachPartitionWaitsFor() {
        CommandLineProject project = new CommandLineProject(folder);
        project.file("daybreak.yaml", "name: shop\nversion: 1\nstart: 2023-01-01\nend: 2023-01-03\n");
        project.file("landing/2023-01-01", "");
        project.table(
                "shop.days",
                """
                description: A row a day
                partition: {column: day, every: day}
                wait_for: {file: "landing/{start:yyyy-MM-dd}", every: 1 second, longest_wait: 1 second, timeout: 2 seconds, soft_fail: true}
                """,
                "SELECT CAST(:start AS DATE) AS day");

        Outcome outcome = project.run("run");

        assertThat(outcome.said().lines().filter(line -> line.startsWith("waiting")))
                .singleElement()
                .asString()
                .containsPattern("^waiting    shop\\.days 2023-01-02 +waits for file 'landing/2023-01-02'$");
        assertThat(project.rows("SELECT day FROM shop.days")).isEqualTo("[[\"2023-01-01\"]]");
    }
}
