package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.Grain;
import dev.daybreak.server.api.ApiServer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of an asset, and what can be done there. */
@Timeout(120)
class AssetPageTest {
    private static final String DAILY = "/assets/features.daily";
    private static final int MANY = 120_000;

    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;
    private Browser browser;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        server = new ApiServer(project);
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void runAll() {
        server.startWorker();
        server.over(server.started(server.post("/runs", "{\"selection\": [\"+features.daily\"]}")));
    }

    @Test
    void showsWhatFailedUntilItIsMended() {
        project.tables.onCompute = step -> {
            if (step.node().key().equals(TestProject.DAILY)) {
                throw new DaybreakException(
                        ErrorCode.QUERY_FAILED, "Cannot cast 'x'.\nIt is <b>long</b>.", "Use TRY_CAST.");
            }
        };
        runAll();

        String page = browser.page(DAILY);
        assertThat(page)
                .contains("<h2 id=\"failed\">", "Cannot cast 'x'.", "Use TRY_CAST.", "?asset=features.daily#steps")
                .doesNotContain("It is");
        assertThat(browser.page("/assets/raw.clicks")).doesNotContain("<h2 id=\"failed\">");

        project.tables.onCompute = step -> {};
        server.over(server.started(server.post("/runs", "{\"selection\": [\"+features.daily\"]}")));
        assertThat(browser.page(DAILY)).doesNotContain("<h2 id=\"failed\">");
    }

    private static CheckOutcome outcome(boolean success) {
        CheckSpec check = new CheckSpec(
                "expect_table_row_count_to_be_between",
                Map.of("min_value", 5),
                CheckSpec.Severity.WARN,
                Place.of("daily.sql"));
        return new CheckOutcome(check, success, 10, 10, 0, OptionalDouble.empty(), List.of(), success ? "" : "too few");
    }

    @Test
    void showsRowsDurationsAndChecksOverTime() {
        project.tables.checks = (asset, day) ->
                asset.equals(TestProject.DAILY) ? List.of(outcome(!day.equals(TestProject.day(3)))) : List.of();
        assertThat(browser.page(DAILY)).contains("None was evaluated yet").doesNotContain("data-chart");

        runAll();

        String page = browser.page(DAILY);
        assertThat(page)
                .contains("Rows of the newest partitions", "How long the latest publications took", "data-chart")
                .contains("expect_table_row_count_to_be_between", "4 passed, 1 warned")
                .contains("2023-01-03: warned", "/checks?asset=features.daily");
        assertThat(page).contains("data-from=\"2023-01-05\" data-until=\"2023-01-06\"");
        assertThat(browser.page("/assets/raw.clicks")).contains("Rows of the latest publications");
    }

    @Test
    void showsFilesAndSnapshotsAndPutsTheTableBackAndForward() {
        String page = browser.await(DAILY, text -> text.contains("Snapshots"));
        assertThat(page)
                .contains("4.5 KB", "512 B", "The largest of 2 partitions", "2023-01-02")
                .contains("what readers see", "Put back to it", DAILY + "/rollback?to=9107345278899544639");

        String question = browser.page(DAILY + "/rollback?to=9107345278899544639");
        assertThat(question)
                .contains(
                        "Put features.daily to snapshot 9107345278899544639?",
                        "Other rows, or none, in features.daily for 2023-01-02")
                .contains("Then stale or missing: features.recent for 2023-01-02", "name=\"reason\"");
        assertThat(browser.post(DAILY + "/rollback?to=9107345278899544639", "reason=+")
                        .status())
                .isEqualTo(400);
        assertThat(browser.status(DAILY + "/rollback?to=newest")).isEqualTo(400);
        assertThat(server.tables.putBack).isEmpty();

        assertThat(browser.location(DAILY + "/rollback?to=9107345278899544639", "reason=twice+as+many"))
                .isEqualTo(DAILY);

        assertThat(server.tables.putBack)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("features.daily 9107345278899544639 ")
                .endsWith(": twice as many");
        assertThat(browser.await(DAILY, text -> text.contains("Put forward to it")))
                .contains(DAILY + "/rollback?to=9223372036854775806", "put back behind it");
    }

    @Test
    void saysWhyNothingCanBeToldOfTheFiles() {
        server.tables.problem = "Cannot find table: <b>gone</b>";

        assertThat(browser.await(DAILY, text -> text.contains("Cannot find table")))
                .contains("&lt;b&gt;gone")
                .doesNotContain("Put back to it");
    }

    @Test
    void saysWhatABackfillWouldDoAndBeginsIt() {
        assertThat(browser.page(DAILY)).contains("action=\"/assets/features.daily/backfill\"", "type=\"date\"");
        String asked = DAILY + "/backfill?start=2023-01-02&end=2023-01-04";
        assertThat(browser.page(asked))
                .contains("2 partitions in 1 run", "never published", "Begin the backfill")
                .doesNotContain("raw.clicks</bdi>");
        assertThat(browser.page(asked + "&inputs=yes&readers=yes"))
                .contains("raw.clicks</bdi>", "features.recent</bdi>");
        assertThat(browser.page(asked + "&only=failed"))
                .contains("Nothing is to be done")
                .doesNotContain("Begin the");
        assertThat(browser.status(DAILY + "/backfill?start=2023-01-04&end=2023-01-02"))
                .isEqualTo(400);
        assertThat(browser.status(DAILY + "/backfill?start=%3Cscript%3E&end=2023-01-02"))
                .isEqualTo(400);
        assertThat(browser.post(DAILY + "/backfill", "").status()).isEqualTo(400);

        String backfill = browser.location(asked + "&inputs=yes", "");
        String run = browser.page(backfill).replaceAll("(?s).*?href=\"/runs/([^\"?]+)\".*", "$1");
        server.startWorker();
        server.over(run);

        assertThat(browser.page(DAILY)).contains("2 published", "3 missing");
        assertThat(browser.page(asked)).contains("Nothing is to be done");
        assertThat(browser.page(asked + "&only=all"))
                .contains("2 partitions in 1 run", "of work, as far as the past tells");
    }

    @Test
    void aHundredThousandHoursAreFoldedIntoTheDaysOfAYear() {
        server.close();
        project = new TestProject(folder.resolve("hours"));
        project.cadence = new Cadence(Grain.HOUR, DayOfWeek.MONDAY);
        Instant start = Instant.parse("2010-01-01T00:00:00Z");
        server = new ApiServer(project, List.of(), start, start.plus(MANY, ChronoUnit.HOURS));
        browser = new Browser(server);
        publish(start);

        assertThat(browser.page(DAILY))
                .contains("Partitions of 2023", "?year=2022")
                .doesNotContain("?year=2024");
        String leap = browser.page(DAILY + "?year=2012");
        assertThat(leap).contains("8,784 published", "2012-02-29: 24 partitions");
        assertThat(leap.split("data-from", -1)).hasSize(366 + 1);
        assertThat(browser.page(DAILY + "?year=2010"))
                .contains("8,760 published")
                .doesNotContain("?year=2009");
        assertThat(browser.page(DAILY + "?year=2030")).contains("no partition");
    }

    /** All of them, as one attempt would. */
    private void publish(Instant start) {
        project.store.jdbi().useTransaction(handle -> {
            handle.execute(
                    """
                    INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until)
                    VALUES ('r', 'run', 'everything', 'ana', 'SUCCEEDED', 0, 'host', 1, 1, 1)
                    """);
            handle.execute(
                    """
                    INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words,
                                      row_count, started_at, ended_at)
                    VALUES ('s', 'r', 'features.daily', 0, 1, '[[0,1]]', 'SUCCEEDED', '', '', 0, 0, 1)
                    """);
            handle.execute(
                    """
                    INSERT INTO attempt (token, name, step_key, run_id, asset, state, host, pid, process_started, lease_until,
                                         started_at, ended_at, log_file)
                    VALUES (1, 'a-1', 's', 'r', 'features.daily', 'SUCCEEDED', 'host', 1, 1, 1, 0, 1, '')
                    """);
            handle.createUpdate(
                            """
                            INSERT INTO materialization (asset, interval_start, interval_end, token, run_id, step_key, fingerprint,
                                                         parts, snapshot, inputs, row_count, published_at)
                            WITH RECURSIVE hours (number) AS (
                                SELECT 0
                                UNION ALL
                                SELECT number + 1 FROM hours WHERE number + 1 < :many)
                            SELECT 'features.daily', :start + 3600000 * number, :start + 3600000 * (number + 1), 1, 'r', 's', '',
                                   '{}', 1, '{}', 7, :published
                            FROM hours
                            """)
                    .bind("many", MANY)
                    .bind("start", start.toEpochMilli())
                    .bind("published", Instant.now().plus(1, ChronoUnit.DAYS).toEpochMilli())
                    .execute();
        });
    }
}
