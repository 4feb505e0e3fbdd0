package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes partitions stale, which ones, and what is said of it; and what does not. */
final class StalenessTest {
    private static final String HEADER = "partition: {column: day, every: day}";
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
        project.table("shop.daily", HEADER, DAILY);
        project.table("shop.best", "inputs: {shop.daily: {whole: true}}", "SELECT MAX(clicks) AS most FROM shop.daily");
        project.table("shop.users", "inputs: {raw.clicks: {whole: true}}", "SELECT DISTINCT user_id FROM raw.clicks");
        project.run();
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void changedSqlMakesStaleThatTableAndWhatReadsIt() {
        project.table("shop.daily", HEADER, DAILY.replace("COUNT(*)", "COUNT(*) + 1"));

        assertThat(project.plan())
                .contains(
                        "shop.daily 2025-03-01: sql changed",
                        "shop.best all data: shop.daily for 2025-03-01 will be recomputed")
                .hasSize(6);

        project.run();

        assertThat(project.rows("shop.best", "SELECT most FROM t")).containsExactly("[6]");
        assertThat(project.plan()).isEmpty();
    }

    @Test
    void changedWhiteSpaceCommentOrLetterCaseMakesNothingStale() {
        project.table(
                "shop.daily",
                HEADER,
                "-- clicks of a day\n" + DAILY.replace("\n", " \n  ").replace("COUNT", "count"));

        assertThat(project.plan()).isEmpty();
    }

    @Test
    void changedDescriptionOwnerOrTagMakesNothingStale() {
        project.table("shop.daily", "description: Clicks of a day\nowner: growth\ntags: daily\n" + HEADER, DAILY);

        assertThat(project.plan()).isEmpty();
    }

    @Test
    void changedCheckMakesStaleThatTable() {
        project.table(
                "shop.daily",
                HEADER + "\nchecks: [expect_column_values_to_be_between: {column: clicks, min_value: 1}]",
                DAILY);

        assertThat(project.plan())
                .contains("shop.daily 2025-03-05: checks changed")
                .noneMatch(line -> line.startsWith("shop.users"))
                .hasSize(6);
    }

    @Test
    void changedContractMakesStaleThatTable() {
        project.table("shop.daily", HEADER + "\ncolumns: {day: date, clicks: long}", DAILY);

        assertThat(project.plan())
                .contains("shop.daily 2025-03-05: columns changed")
                .hasSize(6);
    }

    @Test
    void changedVariableMakesStaleOnlyWhatUsesIt() {
        String settings = "name: shop\nstart: 2025-03-01\nend: 2025-03-06\nvariables: {least: %d, unused: %d}\n";
        project.file("daybreak.yaml", settings.formatted(1, 1));
        project.table(
                "shop.users",
                "inputs: {raw.clicks: {whole: true}}",
                "SELECT DISTINCT user_id FROM raw.clicks WHERE user_id >= :least");
        project.run();

        project.file("daybreak.yaml", settings.formatted(1, 2));
        assertThat(project.plan()).isEmpty();

        project.file("daybreak.yaml", settings.formatted(3, 2));
        assertThat(project.plan()).containsExactly("shop.users all data: variables changed");
        project.run();
        assertThat(project.rows("shop.users", "SELECT user_id FROM t ORDER BY 1"))
                .containsExactly("[3]", "[4]", "[5]");
    }

    @Test
    void changedDayOfAnInputMakesStaleExactlyThePartitionsWhoseWindowsReadIt() {
        String count = "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS clicks FROM raw.clicks";
        project.table("shop.last", HEADER + "\ninputs: {raw.clicks: {last: 2 days}}", count);
        project.table("shop.past", HEADER + "\ninputs: {raw.clicks: {before: 2 days}}", count);
        project.run();
        assertThat(project.plan()).isEmpty();

        project.replace("raw.clicks", project.days(2, 2), "SELECT TIMESTAMP '2025-03-02 23:59' AS seen, 7 AS user_id");
        project.bringIn();

        assertThat(project.stale())
                .containsExactlyInAnyOrder(
                        "shop.daily 2025-03-02",
                        "shop.last 2025-03-02",
                        "shop.last 2025-03-03",
                        "shop.past 2025-03-03",
                        "shop.past 2025-03-04",
                        "shop.users all data",
                        "shop.best all data");
        assertThat(project.plan())
                .contains("shop.daily 2025-03-02: input raw.clicks for 2025-03-02 changed (1 fewer row)");

        project.run();

        assertThat(project.rows("shop.daily", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[1]", "[1]", "[3]", "[4]", "[5]");
        assertThat(project.rows("shop.last", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[1]", "[2]", "[4]", "[7]", "[9]");
        assertThat(project.rows("shop.past", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[0]", "[1]", "[2]", "[4]", "[7]");
        assertThat(project.plan()).isEmpty();
    }

    @Test
    void lateRowsAreToldByNumberAndDay() {
        project.replace(
                "raw.clicks",
                project.days(2, 2),
                "SELECT TIMESTAMP '2025-03-02 23:00' AS seen, i AS user_id FROM range(5) AS t(i)");
        project.bringIn();

        assertThat(project.plan())
                .contains(
                        "shop.daily 2025-03-02: 3 late rows arrived in raw.clicks for 2025-03-02 after shop.daily was computed");
    }

    @Test
    void partitionsThatAreStaleHereAndThereAreComputedWithoutTouchingThoseBetween() {
        project.table("shop.daily", HEADER + "\nbatch: 5", DAILY);
        assertThat(project.plan()).isEmpty();
        project.replace("raw.clicks", project.days(1, 1), "SELECT TIMESTAMP '2025-03-01 09:00' AS seen, 7 AS user_id");
        project.bringIn();
        project.replace("raw.clicks", project.days(4, 4), "SELECT TIMESTAMP '2025-03-04 09:00' AS seen, 7 AS user_id");
        project.bringIn();

        project.run();

        assertThat(project.rows("shop.daily", "SELECT clicks FROM t ORDER BY day"))
                .containsExactly("[1]", "[2]", "[3]", "[1]", "[5]");
    }

    @Test
    void anAssetWhoseInputComesOutTheSameIsStillBroughtUpToDateOnce() {
        project.table("shop.daily", HEADER, DAILY.replace("COUNT(*)", "COUNT(*) + 0"));

        project.run();

        assertThat(project.plan()).isEmpty();
        assertThat(project.run().steps()).isEmpty();
    }
}
