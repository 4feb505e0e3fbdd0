package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views: what their readers compute, what makes those stale, and when the catalog's view is published again. */
final class ViewTest {
    private static final String DAILY =
            """
            SELECT day, COUNT(*) AS clicks
            FROM shop.early
            GROUP BY day
            """;

    private TableProject project;

    /** Users 1 to n on the n-th of March; of them the view sees those up to 3. */
    @BeforeEach
    void open(@TempDir Path folder) {
        project = new TableProject(folder);
        project.clicks();
        project.table("shop.seen", "kind: view", "SELECT user_id, CAST(seen AS DATE) AS day FROM raw.clicks;");
        project.table("shop.early", "kind: view", "SELECT * FROM shop.seen WHERE user_id <= 3");
        project.table("shop.daily", "partition: {column: day, every: day}", DAILY);
        project.run();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private List<String> daily() {
        return project.rows("shop.daily", "SELECT CAST(day AS STRING), clicks FROM t ORDER BY day");
    }

    private List<String> words(RunResult run, String asset) {
        return run.steps().stream()
                .filter(step -> step.step().asset().equals(AssetKey.parse(asset)))
                .map(StepResult::words)
                .toList();
    }

    @Test
    void aReaderReadsTheRowsOfItsOwnInterval() {
        assertThat(daily())
                .containsExactly(
                        "[2025-03-01, 1]", "[2025-03-02, 2]", "[2025-03-03, 3]", "[2025-03-04, 3]", "[2025-03-05, 3]");
        assertThat(project.hasTable("shop.early")).isFalse();
        assertThat(project.plan()).isEmpty();
        assertThat(project.run().steps()).isEmpty();
    }

    @Test
    void lateRowsBehindAViewMakeStaleTheDayTheyFallInto() {
        project.replace(
                "raw.clicks",
                project.days(2, 2),
                "SELECT TIMESTAMP '2025-03-02 11:00' AS seen, CAST(1 AS BIGINT) AS user_id");
        project.bringIn();

        assertThat(project.stale()).containsExactly("shop.daily 2025-03-02");

        project.run();

        assertThat(daily()).contains("[2025-03-02, 1]").hasSize(5);
    }

    @Test
    void aChangedTextMakesStaleItsReadersAndTheViewsThatNameIt() {
        project.table(
                "shop.seen", "kind: view", "SELECT user_id + 1 AS user_id, CAST(seen AS DATE) AS day FROM raw.clicks");

        assertThat(project.plan())
                .contains(
                        "shop.seen all data: sql changed",
                        "shop.early all data: view shop.seen changed",
                        "shop.daily 2025-03-01: view shop.seen changed")
                .hasSize(7);

        project.run();

        assertThat(daily()).contains("[2025-03-01, 1]", "[2025-03-05, 2]");
        assertThat(project.plan()).isEmpty();
    }

    @Test
    void descriptionsOfColumnsConcernTheCatalogAlone() {
        project.table(
                "shop.early",
                "kind: view\ncolumns: {user_id: {type: long, description: Who}, day: date}",
                "SELECT * FROM shop.seen WHERE user_id <= 3");

        assertThat(project.plan()).containsExactly("shop.early all data: columns changed");
        assertThat(words(project.run(), "shop.early")).containsExactly("view for duckdb and spark");
    }

    @Test
    void otherColumnsOfWhatItReadsPublishItAnew() {
        project.source("clicks", "{seen: timestamp, user_id: long, item: string}", "seen");
        project.replace(
                "raw.clicks",
                project.days(5, 5),
                "SELECT TIMESTAMP '2025-03-05 11:00' AS seen, CAST(1 AS BIGINT) AS user_id, 'x' AS item");
        project.bringIn();

        assertThat(project.plan())
                .containsExactly(
                        "shop.seen all data: columns of inputs changed",
                        "shop.early all data: columns of inputs changed",
                        "shop.daily 2025-03-05: input raw.clicks for 2025-03-05 changed (4 fewer rows)");
    }

    @Test
    void filesAreLeftOutOnlyForWhatTheTextItselfReads() {
        project.table(
                "shop.both",
                "",
                """
                SELECT (SELECT COUNT(*) FROM raw.clicks WHERE seen >= TIMESTAMP '2025-03-05 00:00:00') AS last,
                       (SELECT COUNT(*) FROM shop.seen) AS every
                """);

        project.run();

        assertThat(project.rows("shop.both", "SELECT * FROM t")).containsExactly("[5, 15]");
    }

    @Test
    void anErrorInAViewIsToldAtItsPlace() {
        project.table(
                "shop.early",
                "kind: view\ndialect: duckdb",
                "SELECT user_id, day,\n  no_such_function(day) AS x FROM shop.seen");
        project.table("shop.daily", "partition: {column: day, every: day}\ndialect: duckdb", DAILY);

        List<Failure> failures = project.run().steps().stream()
                .flatMap(step -> step.failure().stream())
                .toList();

        assertThat(failures).isNotEmpty().allSatisfy(failure -> assertThat(failure.place())
                .isEqualTo("assets/shop/early.sql:6:3"));
    }

    @Test
    void aTableThatBecomesAViewIsNotLost() {
        project.table("shop.daily", "kind: view", DAILY);

        Failure failure = project.runAndFail();

        assertThat(failure.message())
                .isEqualTo(
                        "Cannot publish view 'shop.daily': there is a table of that name, from when the asset was one."
                                + " Nothing was changed.");
        assertThat(daily()).hasSize(5);
    }

    @Test
    void aViewThatBecomesATableGivesWay() {
        project.table(
                "shop.early", "partition: {column: day, every: day}", "SELECT * FROM shop.seen WHERE user_id <= 2");

        project.run();

        assertThat(project.rows("shop.early", "SELECT COUNT(*) FROM t")).containsExactly("[9]");
        assertThat(daily()).contains("[2025-03-05, 2]");
        assertThat(project.plan()).isEmpty();
    }
}
