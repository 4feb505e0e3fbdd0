package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.lake.Lake;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views as their users see them: in a table, in a query, in the catalog and in what commands say. */
final class ViewStoryTest {
    private static final String PAID =
            "SELECT user_id, ordered_on, pieces AS \"pieces\" FROM raw.orders WHERE pieces >= :least;";
    private static final String SUM = "SELECT SUM(pieces) FROM shop.days";

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void publish() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-04\nvariables: {least: 1}\n");
        project.file(
                "sources/orders.yaml",
                """
                files: {path: data/*.csv}
                partition: {column: ordered_on, every: day}
                columns: {user_id: long, ordered_on: date, pieces: long}
                """);
        project.file("data/1.csv", "user_id,ordered_on,pieces\n1,2025-03-01,1\n1,2025-03-02,2\n2,2025-03-03,0\n");
        project.table("shop.paid", "kind: view\ndescription: Orders of something", PAID);
        project.table(
                "shop.days",
                "partition: {column: ordered_on, every: day}",
                "SELECT ordered_on, SUM(pieces) AS pieces FROM shop.paid GROUP BY ordered_on");
        assertThat(steps(project.run("run", "--json"))).isEqualTo(3);
        assertThat(project.rows(SUM)).isEqualTo("[[3]]");
    }

    private static int steps(Outcome run) {
        assertThat(run.status()).as(run.said()).isZero();
        return run.json().at("/steps/succeeded").asInt();
    }

    /** What other programs find in the catalog, by dialect. */
    private List<String> published(String name) {
        try (Lake lake = Lake.open(project.folder().resolve(".daybreak/lake"))) {
            return lake.views().find(new AssetKey("shop", name)).orElseThrow().texts().entrySet().stream()
                    .map(text -> text.getKey() + ": " + text.getValue())
                    .toList();
        }
    }

    @Test
    void isPublishedOnceAndAgainWhenItChanges() {
        assertThat(published("paid"))
                .containsExactly(
                        "duckdb: SELECT user_id, ordered_on, pieces AS \"pieces\" FROM raw.orders WHERE pieces >= 1",
                        "spark: SELECT user_id, ordered_on, pieces AS `pieces` FROM raw.orders WHERE pieces >= 1");
        assertThat(project.run("plan").out()).contains("Everything is up to date.");
        assertThat(steps(project.run("run", "--json"))).isZero();

        project.table("shop.paid", "kind: view\ndialect: duckdb", PAID.replace("pieces AS", "2 * pieces AS"));
        project.table(
                "shop.days",
                "partition: {column: ordered_on, every: day}\ndialect: duckdb",
                "SELECT ordered_on, SUM(pieces) AS pieces FROM shop.paid GROUP BY ordered_on");

        assertThat(project.run("plan").out()).contains("dialect changed, sql changed", "view shop.paid changed");
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[6]]");
        assertThat(published("paid")).hasSize(1).allMatch(text -> text.startsWith("duckdb: "));
        assertThat(project.run("history", "shop.paid", "--json").json().get("materializations"))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMMIT", "INSIDE_COMMIT", "AFTER_COMMIT"})
    void isPublishedOnceThoughTheProcessIsKilled(Failpoint point) throws Exception {
        project.table("shop.paid", "kind: view", PAID.replace("pieces AS", "2 * pieces AS"));
        Path reached = folder.resolve("reached");
        ChildProcess run = ChildProcess.start(
                folder.resolve("said"),
                List.of("-Ddaybreak.failpoint=" + point + ":1", "-Ddaybreak.failpoint-file=" + reached),
                "run",
                "shop.paid",
                "--project",
                project.folder().toString());
        assertThat(run.waitForFile(reached)).as(run.output()).isTrue();
        run.kill();

        Outcome again = project.run("run", "shop.paid", "--json");

        assertThat(steps(again)).isEqualTo(point == Failpoint.AFTER_COMMIT ? 0 : 1);
        assertThat(published("paid")).hasSize(2).allMatch(text -> text.contains("2 * pieces"));
        assertThat(project.run("history", "shop.paid", "--json").json().get("materializations"))
                .hasSize(2);
    }

    @Test
    void aTestGivesRowsOfWhatItReads() {
        project.file(
                "tests/days.yaml",
                """
                - name: adds what was paid
                  asset: shop.days
                  start: 2025-03-02
                  given:
                    raw.orders: |
                      user_id, ordered_on, pieces
                      1,       2025-03-02, 2
                      2,       2025-03-02, 0
                      3,       2025-03-01, 5
                  expect:
                    rows: |
                      ordered_on, pieces
                      2025-03-02, 2
                """);

        Outcome test = project.run("test");

        assertThat(test.status()).as(test.said()).isZero();
    }

    @Test
    void lateRowsBehindItHealTheirDay() {
        project.file("data/2.csv", "user_id,ordered_on,pieces\n3,2025-03-02,7\n");
        assertThat(steps(project.run("run", "raw.orders", "--json"))).isEqualTo(1);

        assertThat(project.run("plan").out())
                .contains("1 late row arrived in raw.orders for 2025-03-02 after shop.days was computed");
        assertThat(steps(project.run("run", "--json"))).isEqualTo(1);
        assertThat(project.rows(SUM)).isEqualTo("[[10]]");
    }

    @Test
    void isQueriedAsItsTextNowOverWhatTablesWere() {
        Instant before = Instant.now();
        project.file("data/2.csv", "user_id,ordered_on,pieces\n3,2025-03-02,7\n");
        assertThat(project.run("run", "raw.orders").status()).isZero();

        assertThat(project.rows("SELECT SUM(p.pieces), COUNT(*) FROM shop.paid p"))
                .isEqualTo("[[10,3]]");
        assertThat(project.rows("SELECT SUM(pieces) FROM shop.paid@" + before)).isEqualTo("[[3]]");
        assertThat(project.rows("SELECT a.pieces FROM shop.paid a JOIN shop.paid@" + before
                        + " b ON a.user_id = b.user_id AND a.ordered_on = b.ordered_on ORDER BY a.pieces"))
                .isEqualTo("[[1],[2]]");
        assertThat(project.run("query", "SELECT * FROM shop.paid@12345678901234")
                        .said())
                .contains("Invalid version '@12345678901234' of 'shop.paid': it is a view");
    }

    @Test
    void commandsSayWhatItIs() {
        assertThat(project.run("show", "shop.paid").out())
                .contains("Orders of something", "names: raw.orders", "read by: shop.days", "pieces");
        assertThat(project.run("show", "shop.days").out())
                .contains("reads: raw.orders (same interval)", "names: shop.paid");
        assertThat(project.run("lineage", "shop.days.pieces").out()).contains("shop.paid.pieces", "raw.orders.pieces");
        assertThat(project.run("lineage", "raw.orders").out()).contains("shop.paid", "shop.days");
        assertThat(project.run("explain", "shop.days").out()).contains("raw.orders");
        assertThat(project.run("explain", "shop.paid").said()).contains("Cannot explain 'shop.paid': it is a view");
        assertThat(project.run("rollback", "shop.paid", "--why", "x").said())
                .contains("Cannot put 'shop.paid' back: it is a view");
        assertThat(project.run(
                                "export",
                                "shop.paid",
                                "--to",
                                folder.resolve("x.csv").toString())
                        .said())
                .contains("Cannot read 'shop.paid' as a table: it is a view");
        assertThat(project.run("tag", "shop.paid", "t").said()).contains("Cannot tag 'shop.paid': it is a view");
        assertThat(project.run("maintain").status()).isZero();
        assertThat(project.run("doctor").status()).isZero();
        assertThat(project.run("plan", "+shop.days", "--json")
                        .json()
                        .get("steps")
                        .toString())
                .contains("shop.paid");
    }

    @Test
    void anEnvironmentHasItsOwnTextAndLeavesTheCatalogsViewToProd() {
        project.table("shop.paid", "kind: view", PAID.replace("pieces AS", "100 * pieces AS"));

        Outcome staged = project.run("run", "--env", "staging", "--json");

        assertThat(steps(staged)).isEqualTo(2);
        assertThat(staged.err()).contains("not in the catalog, whose views are those of prod");
        assertThat(project.run("query", SUM, "--env", "staging", "--json")
                        .json()
                        .get("rows")
                        .toString())
                .isEqualTo("[[300]]");
        assertThat(project.rows(SUM)).isEqualTo("[[3]]");
        assertThat(published("paid")).noneMatch(text -> text.contains("100"));
        assertThat(steps(project.run("run", "--env", "staging", "--json"))).isZero();

        assertThat(project.run("promote-env", "staging", "--why", "cents").status())
                .isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[300]]");
        assertThat(steps(project.run("run", "--json"))).as("the view alone").isEqualTo(1);
        assertThat(published("paid")).allMatch(text -> text.contains("100"));
    }

    @Test
    void aSampleGoesThroughIt() {
        StringBuilder rows = new StringBuilder("user_id,ordered_on,pieces\n");
        for (int user = 10; user < 1_010; user++) {
            rows.append(user).append(",2025-03-01,1\n");
        }
        project.file("data/2.csv", rows.toString());

        assertThat(project.run("run", "--env", "dev", "--sample", "10%").status())
                .isZero();

        int few = project.run("query", SUM, "--env", "dev", "--json")
                .json()
                .at("/rows/0/0")
                .asInt();
        assertThat(few).isBetween(50, 200);
    }
}
