package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.AlertRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come after what reads them was computed, and that {@code late: alert} leaves to people. */
final class LateDataTest {
    private static final String SUM = "SELECT SUM(pieces) AS pieces FROM shop.days";

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void publish() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file(
                "daybreak.yaml",
                "name: shop\nstart: 2025-03-01\nend: 2025-03-04\nalerts: {pager: {command: [\"true\"]}}\non_late: pager\n");
        project.file(
                "sources/orders.yaml",
                """
                files: {path: data/*.csv}
                partition: {column: ordered_on, every: day}
                columns: {ordered_on: date, pieces: long}
                """);
        project.file("data/1.csv", "ordered_on,pieces\n2025-03-01,1\n2025-03-02,1\n2025-03-03,1\n");
        project.table(
                "shop.days",
                "partition: {column: ordered_on, every: day}\nlate: alert\nwatermark: 2 hours",
                "SELECT ordered_on, SUM(pieces) AS pieces FROM raw.orders"
                        + " WHERE ordered_on >= :start AND ordered_on < :end GROUP BY ordered_on");
        assertThat(project.run("run").status()).isZero();
    }

    private List<AlertRecord> looked() {
        try (Workspace workspace = Workspace.open(Opening.of(project.folder(), Map.of()), new Output(true))) {
            workspace.service().lateWatch().look();
            return workspace.outbox().latest(10);
        }
    }

    @Test
    void isToldOnceAndHealedByHand() {
        assertThat(looked()).isEmpty();
        project.file("data/2.csv", "ordered_on,pieces\n2025-03-02,10\n2025-03-02,10\n");
        assertThat(project.run("run").status()).isZero();

        assertThat(project.rows(SUM)).as("left as it is").isEqualTo("[[3]]");
        assertThat(project.run("plan").out())
                .contains(
                        "up to date; late data is told and not healed: 2 late rows arrived in raw.orders for 2025-03-02");
        List<AlertRecord> told = looked();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).text()).contains("Late data is not in 1 partition of shop.days (2025-03-02)");
        assertThat(looked()).as("the same is told once").hasSize(1);

        project.file("data/3.csv", "ordered_on,pieces\n2025-03-03,10\n");
        assertThat(project.run("run").status()).isZero();
        assertThat(looked()).hasSize(2);

        assertThat(project.run("backfill", "shop.days", "--only", "all", "--partition", "2025-03-02")
                        .status())
                .isZero();
        assertThat(project.rows(SUM)).isEqualTo("[[23]]");
        assertThat(project.run("plan", "--all").out()).containsOnlyOnce("late data is told");
    }

    @Test
    void theMorningPageTellsWhatIsLeftOut() throws Exception {
        project.file("data/2.csv", "ordered_on,pieces\n2025-03-02,10\n2025-03-02,10\n");
        assertThat(project.run("run").status()).isZero();

        try (ServedPages served = ServedPages.of(project, folder.resolve("said"))) {
            HttpRequest morning =
                    HttpRequest.newBuilder(URI.create(served.address() + "/")).build();
            String page = "";
            while (!page.contains("As planned")) {
                assertThat(served.runFor(100)).as(served.output()).isTrue();
                page = HttpClient.newHttpClient()
                        .send(morning, HttpResponse.BodyHandlers.ofString())
                        .body();
            }
            assertThat(page)
                    .contains(
                            "Late data that is left out",
                            "2025-03-02: up to date; late data is told and not healed: 2 late rows arrived in raw.orders")
                    .contains("Everything is up to date.");
        }
    }

    @Test
    void planTellsUntilWhenAStepWaits() {
        project.file("data/9.csv", "ordered_on,pieces\n2999-01-01,1\n");
        assertThat(project.run("run", "raw.orders").status()).isZero();

        assertThat(project.run("plan", "shop.days", "--start", "2999-01-01", "--end", "2999-01-02")
                        .out())
                .contains("never published; waits until 2999-01-02T02:00:00Z");
    }

    private void table(String name, String policy) {
        project.table(
                name,
                "partition: {column: ordered_on, every: day}\n" + policy,
                "SELECT ordered_on, SUM(pieces) AS pieces FROM raw.orders"
                        + " WHERE ordered_on >= :start AND ordered_on < :end GROUP BY ordered_on");
    }

    @Test
    void lateRowsAreHealedByThoseThatDoSoAndNoOthers() {
        table("shop.healed", "");
        table("shop.ignoring", "late: ignore");
        project.table(
                "shop.behind",
                "partition: {column: ordered_on, every: day}",
                "SELECT ordered_on, pieces FROM shop.healed WHERE ordered_on >= :start AND ordered_on < :end");
        assertThat(project.run("run").status()).isZero();
        project.file("data/2.csv", "ordered_on,pieces\n2025-03-02,5\n2025-03-02,5\n2025-03-02,5\n");
        assertThat(project.run("run", "raw.orders").status()).isZero();

        CommandLineProject.Outcome plan = project.run("plan");
        CommandLineProject.Outcome run = project.run("run", "--json");

        assertThat(plan.out())
                .contains("3 late rows arrived in raw.orders for 2025-03-02 after shop.healed was computed")
                .contains("3 late rows arrived in raw.orders for 2025-03-02 after shop.ignoring was computed");
        assertThat(run.json().at("/steps/succeeded").asInt()).as(run.said()).isEqualTo(2);
        String sums = "SELECT (SELECT SUM(pieces) FROM shop.healed), (SELECT SUM(pieces) FROM shop.behind),"
                + " (SELECT SUM(pieces) FROM shop.ignoring)";
        assertThat(project.run("query", sums, "--json").json().get("rows")).hasToString("[[18,18,3]]");
        assertThat(project.run("run", "--json").json().at("/steps/succeeded").asInt())
                .isZero();
    }

    /** Days with as many late rows stand in one line, whose figure is that of each. */
    @Test
    void aLineForSeveralDaysTellsWhatIsLateInEach() {
        table("shop.healed", "");
        assertThat(project.run("run").status()).isZero();
        project.file("data/2.csv", "ordered_on,pieces\n2025-03-02,5\n2025-03-03,5\n");
        assertThat(project.run("run", "raw.orders").status()).isZero();

        assertThat(project.run("plan", "shop.healed").out())
                .contains(
                        "1 late row arrived in raw.orders for each of 2025-03-02 to 2025-03-03 after shop.healed was computed");
    }

    @Test
    void aLookbackComputesTheDaysBeforeAgain() {
        table("shop.looking", "lookback: 1 day");
        assertThat(project.run("backfill", "shop.looking", "--start", "2025-03-01", "--end", "2025-03-03")
                        .status())
                .isZero();

        CommandLineProject.Outcome plan = project.run("plan", "shop.looking", "--json");
        CommandLineProject.Outcome run = project.run("run", "shop.looking");

        assertThat(plan.json().get("steps").findValuesAsText("state")).containsExactly("done", "stale", "missing");
        assertThat(plan.json().at("/steps/1/reason").asText())
                .isEqualTo("computed again with 2025-03-03, which is new: lookback of 1 day");
        assertThat(run.status()).isZero();
        assertThat(run.said()).contains("2 rows");
    }

    @Test
    void rowsBeyondTheHorizonGoAsideAndAreTold() {
        project.file(
                "sources/orders.yaml",
                """
                files: {path: data/*.csv}
                partition: {column: ordered_on, every: day}
                columns: {ordered_on: date, pieces: long}
                horizon: 1 day
                """);
        project.file("data/3.csv", "ordered_on,pieces\n2025-03-03,2\n2025-03-01,70\n");

        CommandLineProject.Outcome run = project.run("run", "raw.orders");

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(run.said()).contains("1 row beyond the horizon put aside");
        assertThat(project.run(
                                "query",
                                "SELECT (SELECT SUM(pieces) FROM raw.orders), (SELECT SUM(pieces) FROM raw.orders__late)",
                                "--json")
                        .json()
                        .get("rows"))
                .hasToString("[[5,70]]");
    }
}
