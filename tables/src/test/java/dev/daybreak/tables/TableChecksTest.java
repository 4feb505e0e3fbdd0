package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks do to the partitions of a table. */
final class TableChecksTest {
    private static final String ROWS = "SELECT seen, user_id FROM raw.clicks WHERE seen >= :start AND seen < :end";

    private TableProject project;

    @BeforeEach
    void open(@TempDir Path folder) {
        project = new TableProject(folder);
        project.clicks();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void tableWithAtMost(int users, String severity, int batch) {
        project.table(
                "shop.seen",
                """
                partition: {column: seen, every: day}
                batch: %d
                checks:
                  - expect_column_values_to_be_between: {column: user_id, max_value: %d}
                    severity: %s
                """
                        .formatted(batch, users, severity),
                ROWS);
    }

    @Test
    void aBlockingCheckKeepsItsPartitionsOutAndLetsTheOthersOfTheBatchThrough() {
        tableWithAtMost(3, "block", 5);

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.CHECK_FAILED);
        assertThat(failure.message()).contains("shop.seen", "expect_column_values_to_be_between", "user_id");
        assertThat(project.rows("shop.seen", "SELECT DISTINCT CAST(seen AS DATE) AS day FROM t ORDER BY day"))
                .containsExactly("[2025-03-01]", "[2025-03-02]", "[2025-03-03]");
        assertThat(project.stale()).containsExactly("shop.seen 2025-03-04", "shop.seen 2025-03-05");
        assertThat(project.dataFiles("shop.seen")).hasSize(3);
    }

    @Test
    void aPartitionThatIsBlockedKeepsTheRowsItHad() {
        tableWithAtMost(5, "block", 1);
        project.run();
        project.replace("raw.clicks", project.days(4, 4), "SELECT TIMESTAMP '2025-03-04 09:00' AS seen, 9 AS user_id");

        project.runAndFail();

        assertThat(project.rows("shop.seen", "SELECT COUNT(*), MAX(user_id) FROM t"))
                .containsExactly("[15, 5]");
        assertThat(project.stale()).containsExactly("shop.seen 2025-03-04");
    }

    @Test
    void aWarningLetsThroughAndIsRemembered() {
        tableWithAtMost(3, "warn", 1);

        RunResult result = project.run();

        assertThat(result.failed()).isZero();
        assertThat(project.rows("shop.seen", "SELECT COUNT(*) FROM t")).containsExactly("[15]");
        assertThat(project.history().checks(result.run()))
                .hasSize(5)
                .filteredOn(check -> !check.success())
                .hasSize(2)
                .last()
                .satisfies(check -> {
                    assertThat(check.interval()).isEqualTo(project.days(5, 5));
                    assertThat(check.evaluated()).isEqualTo(5);
                    assertThat(check.unexpected()).isEqualTo(2);
                    assertThat(check.samples()).hasSize(2);
                });
    }

    @Test
    void checksSeeThePartitionAloneAndTheColumnsOfTheSelectInItsOrder() {
        project.table(
                "shop.seen", "partition: {column: seen, every: day}", ROWS.replace("user_id", "user_id, 1 AS old"));
        project.run();
        project.table(
                "shop.seen",
                """
                partition: {column: seen, every: day}
                checks:
                  - expect_table_columns_to_match_ordered_list: {column_list: [user_id, fresh, seen]}
                  - expect_table_row_count_to_be_between: {max_value: 5}
                """,
                ROWS.replace("seen, user_id", "user_id, 2 AS fresh, seen"));

        RunResult result = project.run();

        assertThat(result.steps()).allSatisfy(step -> assertThat(step.failure()).isEmpty());
    }
}
