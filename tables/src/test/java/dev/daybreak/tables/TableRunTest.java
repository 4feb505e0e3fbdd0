package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the partitions of a SQL table come to be. Every project here has 1 + 2 + 3 + 4 + 5 clicks on the first days of March. */
final class TableRunTest {
    private static final String DAILY =
            """
            SELECT CAST(seen AS DATE) AS day, COUNT(*) AS clicks
            FROM raw.clicks
            WHERE seen >= :start AND seen < :end
            GROUP BY CAST(seen AS DATE)
            """;

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

    @Test
    void computesEveryPartitionAndPublishesThemInOneCommit() {
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);

        RunResult result = project.run();

        assertThat(result.succeeded()).isEqualTo(2);
        assertThat(result.steps()).last().satisfies(step -> {
            assertThat(step.words()).isEqualTo("5 partitions in one commit");
            assertThat(step.rows()).isEqualTo(5);
        });
        assertThat(project.snapshots("shop.daily")).isEqualTo(1);
        assertThat(project.rows("shop.daily", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[1]", "[2]", "[3]", "[4]", "[5]");
    }

    @Test
    void remembersEveryPartitionWithItsSnapshotItsRowsAndTheSnapshotsThatItRead() {
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);
        project.run();

        LakeTable clicks = project.lakeTable("raw.clicks");
        LakeTable daily = project.lakeTable("shop.daily");

        assertThat(project.history().published(daily.key()))
                .extracting(MaterializationRecord::interval)
                .containsExactly(
                        project.days(1, 1),
                        project.days(2, 2),
                        project.days(3, 3),
                        project.days(4, 4),
                        project.days(5, 5));
        assertThat(project.history().published(daily.key())).allSatisfy(record -> {
            assertThat(record.snapshot()).isEqualTo(daily.currentSnapshot());
            assertThat(record.inputs())
                    .containsEntry(clicks.key(), clicks.currentSnapshot().orElseThrow());
            assertThat(record.rows()).isEqualTo(1);
        });
    }

    @Test
    void tellsThatAColumnHasTooManyValuesForAFolderEach() {
        project.table(
                "shop.users",
                "dialect: duckdb\ncolumns: {user_id: long}\npartition: {identity: user_id}",
                "SELECT range AS user_id FROM range(1001)");

        assertThat(project.run().steps()).last().satisfies(step -> assertThat(step.words())
                .startsWith("do not partition by user_id: 1,001 folders"));
    }

    @Test
    void doesNothingTheSecondTime() {
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);
        project.run();

        assertThat(project.plan()).isEmpty();
        assertThat(project.run().steps()).isEmpty();
        assertThat(project.snapshots("shop.daily")).isEqualTo(1);
    }

    @Test
    void replacesAnUnpartitionedTableAsAWhole() {
        project.table("shop.users", "inputs: {raw.clicks: {whole: true}}", "SELECT DISTINCT user_id FROM raw.clicks");
        project.run();
        project.replace("raw.clicks", DataInterval.ALL, "SELECT TIMESTAMP '2025-03-01 10:00' AS seen, 7 AS user_id");

        project.run();

        assertThat(project.rows("shop.users", "SELECT user_id FROM t")).containsExactly("[7]");
        assertThat(project.snapshots("shop.users")).isEqualTo(2);
    }

    @Test
    void readsAnOptionalInputThatWasNeverPublishedAsEmpty() {
        project.table(
                "shop.refused",
                "inputs: {raw.clicks: {whole: true}}\nchecks: [expect_table_row_count_to_equal: {value: 99}]",
                "SELECT user_id FROM raw.clicks");
        project.table(
                "shop.total",
                "inputs: {shop.refused: {optional: true}}",
                "SELECT COUNT(*) AS n, MAX(user_id) AS last FROM shop.refused");

        RunResult result = project.run();

        assertThat(result.failed()).isEqualTo(1);
        assertThat(project.rows("shop.total", "SELECT n, last FROM t")).containsExactly("[0, null]");
    }

    @Test
    void publishesAPartitionWithoutRowsAsEmptyAndDoesNotComputeItAgain() {
        project.replace("raw.clicks", DataInterval.ALL, "SELECT TIMESTAMP '2025-03-02 10:00' AS seen, 7 AS user_id");
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);

        RunResult result = project.run();

        assertThat(result.failed()).isZero();
        assertThat(project.rows("shop.daily", "SELECT day, clicks FROM t")).containsExactly("[2025-03-02, 1]");
        assertThat(project.plan()).isEmpty();
    }

    @Test
    void replacesRowsThatAreNoLongerThereByNone() {
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);
        project.run();
        project.replace(
                "raw.clicks", project.days(2, 2), "SELECT TIMESTAMP '2025-03-02 10:00' AS seen, 1 AS user_id LIMIT 0");

        project.run();

        assertThat(project.rows("shop.daily", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[1]", "[3]", "[4]", "[5]");
    }

    @Test
    void showsTheSelectOnlyTheRowsOfItsWindowEvenWithoutAWhere() {
        project.table(
                "shop.same",
                "partition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks");
        project.table(
                "shop.last",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {last: 3 days}}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks");
        project.table(
                "shop.past",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {before: 2 days}}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks");
        project.table(
                "shop.everything",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {whole: true}}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks");

        project.run();

        String clicks = "SELECT clicks FROM t ORDER BY day";
        assertThat(project.rows("shop.same", clicks)).containsExactly("[1]", "[2]", "[3]", "[4]", "[5]");
        assertThat(project.rows("shop.last", clicks)).containsExactly("[1]", "[3]", "[6]", "[9]", "[12]");
        assertThat(project.rows("shop.past", clicks)).containsExactly("[0]", "[1]", "[3]", "[5]", "[7]");
        assertThat(project.rows("shop.everything", clicks)).containsExactly("[15]", "[15]", "[15]", "[15]", "[15]");
    }

    @Test
    void readsTwoTablesWhoseNamesRunTogetherAlike() {
        project.table("a_b.c", "", "SELECT 1 AS n");
        project.table("a.b_c", "", "SELECT 2 AS n");
        project.table("shop.both", "", "SELECT x.n AS one, y.n AS two FROM a_b.c x, a.b_c y");

        project.run();

        assertThat(project.rows("shop.both", "SELECT one, two FROM t")).containsExactly("[1, 2]");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "40"})
    void computesTheSameRowsHoweverManyPartitionsOneExecutionCovers(int batch) {
        project.table("shop.daily", "partition: {column: day, every: day}\nbatch: " + batch, DAILY);

        project.run();

        assertThat(project.rows("shop.daily", "SELECT day, clicks FROM t ORDER BY day"))
                .containsExactly(
                        "[2025-03-01, 1]", "[2025-03-02, 2]", "[2025-03-03, 3]", "[2025-03-04, 4]", "[2025-03-05, 5]");
        assertThat(project.snapshots("shop.daily")).isEqualTo(1);
    }

    @Test
    void refusesRowsOutsideOfTheInterval() {
        project.table(
                "shop.daily",
                "partition: {column: day, every: day}\ninputs: {raw.clicks: {last: 2 days}}",
                "SELECT CAST(seen AS DATE) AS day, user_id FROM raw.clicks");

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure.message())
                .isEqualTo(
                        "Cannot publish 'shop.daily' for 2025-03-02: its SELECT yields 1 row where 'day' is 2025-03-01,"
                                + " outside that interval.");
        assertThat(failure.mend())
                .isEqualTo("Filter by the interval in the SELECT: WHERE day >= :start AND day < :end.");
        assertThat(failure.place()).startsWith("assets/shop/daily.sql:");
        assertThat(project.lakeTable("shop.daily").currentSnapshot()).isEmpty();
    }

    @Test
    void refusesRowsWithoutATime() {
        project.table(
                "shop.daily",
                "partition: {column: day, every: day}",
                "SELECT CAST(NULL AS DATE) AS day, user_id FROM raw.clicks");

        assertThat(project.runAndFail().message())
                .isEqualTo("Cannot publish 'shop.daily' for 2025-03-01: its SELECT yields 1 row where 'day' is null,"
                        + " outside that interval.");
    }

    @Test
    void leavesNoFilesOfAnAttemptThatFailed() {
        project.table(
                "shop.daily",
                "partition: {column: day, every: day}",
                """
                SELECT CAST(seen AS DATE) AS day, user_id, CAST(CASE WHEN user_id = 4 THEN 'four' ELSE '0' END AS INT) AS n
                FROM raw.clicks
                """);

        Failure failure = project.runAndFail();

        assertThat(failure.message()).contains("four");
        assertThat(project.dataFiles("shop.daily")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hour,  2025-03-01T08:00:00Z, 2025-03-01T12:00:00Z, 4",
        "week,  2025-02-24,           2025-03-10,           2",
        "month, 2025-01-01,           2025-04-01,           3"
    })
    void cutsByHourWeekAndMonth(String every, String start, String end, int partitions, @TempDir Path other) {
        try (TableProject cut = new TableProject(other, "UTC", start, end)) {
            cut.clicks();
            cut.table(
                    "shop.cut",
                    "partition: {column: seen, every: " + every + "}",
                    "SELECT seen, user_id FROM raw.clicks WHERE seen >= :start AND seen < :end");

            RunResult result = cut.run();

            assertThat(result.failed()).isZero();
            assertThat(cut.history().published(AssetKey.parse("shop.cut"))).hasSize(partitions);
            String all = "SELECT COUNT(*) FROM t";
            assertThat(cut.rows("shop.cut", all)).containsExactly(every.equals("hour") ? "[1]" : "[15]");
            assertThat(cut.plan()).isEmpty();
        }
    }

    @Test
    void splitsFilesByBucketTruncatedValueAndValue() {
        project.table(
                "shop.clustered",
                """
                partition:
                  - {column: seen, every: day}
                  - {bucket: user_id, into: 4}
                  - {truncate: name, width: 1}
                  - {identity: odd}
                """,
                """
                SELECT seen, user_id, 'u' || user_id AS name, user_id % 2 = 1 AS odd
                FROM raw.clicks
                WHERE seen >= :start AND seen < :end
                """);

        RunResult result = project.run();

        assertThat(result.failed()).isZero();
        assertThat(project.dataFiles("shop.clustered")).hasSizeBetween(10, 15);
        assertThat(project.rows("shop.clustered", "SELECT COUNT(*), COUNT(DISTINCT name) FROM t"))
                .containsExactly("[15, 5]");
        project.replace("raw.clicks", project.days(5, 5), "SELECT TIMESTAMP '2025-03-05 10:00' AS seen, 9 AS user_id");
        project.run();
        assertThat(project.rows("shop.clustered", "SELECT COUNT(*), MAX(user_id) FROM t"))
                .containsExactly("[11, 9]");
    }

    @Test
    void refusesADialectThatTheEngineDoesNotSpeak() {
        project.table("shop.users", "dialect: spark\nengine: spark", "SELECT 1 AS n");

        Failure failure = project.runAndFail();

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SQL);
        assertThat(failure.message()).isEqualTo("Cannot run 'shop.users' on engine 'duckdb': its dialect is 'spark'.");
        assertThat(failure.place()).isEqualTo("assets/shop/users.sql:2:10");
    }
}
