package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.Parity.Comparison;
import dev.daybreak.tables.Parity.OnlyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityTest {
    @TempDir
    Path folder;

    private TableProject project;

    @BeforeEach
    void makeProject() {
        project = new TableProject(folder);
        project.clicks();
        project.table(
                "shop.users",
                "partition: {column: day, every: day}",
                """
                SELECT CAST(seen AS DATE) AS day, user_id, user_id / 3 AS third, "array"(user_id * 0.1e0, NULL) AS list
                FROM raw.clicks
                WHERE seen >= :start AND seen < :end
                """);
        project.run();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private Comparison compare(String columns) {
        return compare(columns, project.days(3, 3));
    }

    private Comparison compare(String columns, DataInterval interval) {
        try (OtherEngine other = OtherEngine.open(folder.resolve("other"), columns)) {
            return project.compare("shop.users", interval, other);
        }
    }

    @Test
    void theSameRowsAreTheSameInWhateverOrderTheyCome() {
        Comparison found = compare("day, third, list, user_id");

        assertThat(found.isSame()).isTrue();
        assertThat(found.rows()).isEqualTo(Map.of("duckdb", 3L, "other", 3L));
    }

    @Test
    void readsNothingBeyondTheInterval() {
        assertThat(compare("*", project.days(2, 5)).rows()).isEqualTo(Map.of("duckdb", 14L, "other", 14L));
    }

    @Test
    void bothReadTheSameSnapshotWhateverIsPublishedMeanwhile() {
        project.replace(
                "raw.clicks",
                DataInterval.ALL,
                "SELECT TIMESTAMP '2025-03-03 10:00' AS seen, u AS user_id FROM range(100, 200) users(u)");
        List<String> published = new ArrayList<>();
        Runnable publish = () -> {
            project.run();
            published.addAll(project.rows("raw.clicks", "SELECT COUNT(*) FROM t"));
        };
        try (OtherEngine other = OtherEngine.open(folder.resolve("other"), "*", publish)) {
            Comparison found = project.compare("shop.users", project.days(3, 3), other);

            assertThat(published).isNotEmpty().containsOnly("[100]");
            assertThat(found.isSame()).isTrue();
            assertThat(found.rows()).isEqualTo(Map.of("duckdb", 3L, "other", 3L));
        }
    }

    @Test
    void floatsMayDifferInTheLastDigitsAlsoInLists() {
        assertThat(compare("* REPLACE (third * (1 + 1e-12) AS third, [list[1] * (1 - 1e-11), NULL] AS list)")
                        .isSame())
                .isTrue();
        assertThat(compare("* REPLACE (third * (1 + 1e-8) AS third)").only()).hasSize(6);
    }

    @Test
    void showsRowsThatOnlyOneYields() {
        Comparison found = compare("* REPLACE (CASE WHEN user_id = 2 THEN 7 ELSE user_id END AS user_id)");

        assertThat(found.isSame()).isFalse();
        assertThat(found.only())
                .extracting(OnlyRow::engine, row -> row.values().get("user_id"))
                .containsExactly(tuple("duckdb", 2L), tuple("other", 7L));
    }

    @Test
    void aRowThatOneYieldsMoreOftenIsADifference() {
        project.table(
                "shop.users",
                "partition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, 1 AS user_id FROM range(3)");

        assertThat(compare("DISTINCT *").only())
                .hasSize(2)
                .extracting(OnlyRow::engine)
                .containsOnly("duckdb");
    }

    @Test
    void tellsColumnsThatAreNotTheSame() {
        assertThat(compare("* EXCLUDE (list) REPLACE (CAST(user_id AS VARCHAR) AS user_id), 1 AS more")
                        .problems())
                .containsExactly(
                        "column 'user_id' is long on duckdb and string on other",
                        "only duckdb yields column 'list'",
                        "only other yields column 'more'");
    }

    @Test
    void tellsWhichEngineCannotComputeItAndWhy() {
        Comparison found = compare("nothing");

        assertThat(found.rows()).isEqualTo(Map.of("duckdb", 3L));
        assertThat(found.problems())
                .singleElement()
                .asString()
                .startsWith("other: ")
                .contains("nothing", "users.sql");
    }

    @Test
    void aJoinThatIsSpreadOnOneEngineYieldsTheSameRows() {
        project.table(
                "shop.seen",
                "partition: {column: day, every: day}\nsalt: {key: user_id, buckets: 8}\ninputs: {shop.users: {last: 3 days}}",
                """
                SELECT u.day, c.user_id, c.seen, (SELECT COUNT(*) FROM shop.users WHERE user_id > 1) AS others
                FROM raw.clicks AS c JOIN shop.users AS u ON c.user_id = u.user_id AND u.day <= c.seen
                WHERE u.day >= :start
                """);

        try (OtherEngine other = OtherEngine.open(folder.resolve("other"), "*")) {
            Comparison found = project.compare("shop.seen", project.days(3, 3), other);

            assertThat(found.problems()).isEmpty();
            assertThat(found.isSame()).isTrue();
            assertThat(found.rows()).isEqualTo(Map.of("duckdb", 3L, "other", 3L));
        }
        try (OtherEngine other = OtherEngine.open(folder.resolve("other"), "*")) {
            assertThat(project.explain("shop.seen", project.days(3, 3), other).plan())
                    .as("the other engine spreads")
                    .contains("daybreak_salt");
        }
    }

    @Test
    void comparesManyRowsToo() {
        project.table("shop.users", "", "SELECT i AS user_id, i * 0.1e0 AS third FROM range(30000) AS t(i)");

        assertThat(compare("* REPLACE (third * (1 + 1e-12) AS third)", DataInterval.ALL))
                .satisfies(found -> assertThat(found.isSame()).isTrue())
                .satisfies(found -> assertThat(found.rows()).isEqualTo(Map.of("duckdb", 30_000L, "other", 30_000L)));
        assertThat(compare("* REPLACE (CASE WHEN user_id = 7 THEN 8 ELSE user_id END AS user_id)", DataInterval.ALL)
                        .only())
                .extracting(OnlyRow::engine, row -> row.values().get("user_id"))
                .containsExactly(tuple("duckdb", 7L), tuple("other", 8L));
    }

    @Test
    void whatChecksSayIsComparedToo() {
        project.table(
                "shop.users",
                """
                partition: {column: day, every: day}
                checks:
                  - expect_column_values_to_be_between: {column: third, max_value: 1.5, mostly: 0.6}
                  - expect_column_mean_to_be_between: {column: third, min_value: 0, max_value: 10}
                  - expect_column_values_to_be_in_set: {column: user_id, value_set: [1, 2]}
                """,
                "SELECT CAST(seen AS DATE) AS day, user_id, user_id / 3 AS third FROM raw.clicks WHERE seen >= :start AND seen < :end");

        Comparison same = compare("* REPLACE (third * (1 + 1e-12) AS third)");
        Comparison other = compare("* REPLACE (third + 3 AS third)");

        assertThat(same.problems()).isEmpty();
        assertThat(same.checks()).isEqualTo(3);
        assertThat(other.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("expect_column_values_to_be_between (")
                        .contains("users.sql:", "holds (0 of 3 rows unexpected", "fails (3 of 3 rows unexpected"))
                .anySatisfy(problem -> assertThat(problem).startsWith("expect_column_mean_to_be_between ("));
    }

    @Test
    void widerTypesThatTheTextTellsHoldOnBoth() {
        project.table(
                "shop.users",
                "partition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS user_id, SUM(CAST(user_id AS DECIMAL(5, 2))) AS third"
                        + " FROM raw.clicks");

        assertThat(compare("* REPLACE (CAST(user_id AS INT) AS user_id, CAST(third AS DECIMAL(9, 2)) AS third)")
                        .problems())
                .isEmpty();
        assertThat(compare("* REPLACE (CAST(third AS DECIMAL(9, 3)) AS third)").problems())
                .containsExactly("column 'third' is decimal(38,2) on duckdb and decimal(9,3) on other");
    }

    @Test
    void whatTheTextTellsToBeATimestampWithoutAZoneIsOneOnBoth() {
        project.table(
                "shop.users",
                "partition: {column: day, every: day}",
                "SELECT DATE_TRUNC('hour', CAST(:start AS TIMESTAMP)) AS day, 1 AS user_id");

        assertThat(compare("* REPLACE (CAST(day AS TIMESTAMPTZ) AS day)").isSame())
                .isTrue();
        assertThat(compare("* REPLACE (CAST(day AS TIMESTAMPTZ) + INTERVAL 1 HOUR AS day)")
                        .only())
                .hasSize(2);
    }

    @Test
    void anInputThatIsNotThereIsTold() {
        project.table("shop.none", "", "SELECT 1 AS x");
        project.table("shop.reader", "", "SELECT x FROM shop.none");
        try (OtherEngine other = OtherEngine.open(folder.resolve("other"), "*")) {
            assertThat(project.compare("shop.reader", DataInterval.ALL, other).problems())
                    .singleElement()
                    .asString()
                    .contains("shop.none", "was never published");
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        compare("* REPLACE (user_id + 1 AS user_id)");

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().contains("parity"))).isEmpty();
        }
    }
}
