package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.IntervalTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API does with a project, seen from outside; the same on SQLite and PostgreSQL. */
@Timeout(120)
class ApiTest {
    private static final String DAILY = "features.daily";

    @TempDir
    Path folder;

    private ApiServer server;
    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        project.slots = new PoolUse("warehouse", 1);
        server = new ApiServer(project);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String run() {
        return server.started(server.post("/runs", "{\"selection\": []}"));
    }

    private void failOn(String asset) {
        project.tables.onCompute = step -> {
            if (step.node().key().toString().equals(asset)) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute it.", "");
            }
        };
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        server.get("/audit")
                .json()
                .get("changes")
                .forEach(change -> changes.add(change.get("action").asText() + " "
                        + change.get("subject").asText()));
        return changes;
    }

    /** All items of a list, page by page. */
    private List<JsonNode> all(String path, String name, int limit) {
        List<JsonNode> all = new ArrayList<>();
        String join = path.contains("?") ? "&" : "?";
        String cursor = "";
        do {
            JsonNode page = server.get(path + join + "limit=" + limit + cursor).json();
            assertThat(page.get(name).size()).isLessThanOrEqualTo(limit);
            page.get(name).forEach(all::add);
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").asText();
        } while (!cursor.isEmpty());
        return all;
    }

    private static List<String> texts(List<JsonNode> items, String key) {
        return items.stream().map(item -> item.get(key).asText()).toList();
    }

    @Test
    void aRunThatIsAskedForIsDoneByAWorkerAndItsStepsAttemptsAndLogsAreTold() {
        server.startWorker();
        String run = run();

        JsonNode over = server.over(run);
        List<JsonNode> steps = all("/runs/" + run + "/steps", "steps", 3);
        List<JsonNode> attempts = all("/runs/" + run + "/attempts", "attempts", 4);
        String log = server.get("/attempts/" + attempts.get(0).get("attempt").asText() + "/log")
                .text();

        assertThat(over.get("state").asText()).isEqualTo("succeeded");
        assertThat(over.get("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(over.at("/steps/succeeded").asInt()).isEqualTo(12);
        assertThat(new TreeSet<>(texts(steps, "step"))).hasSize(12);
        assertThat(steps).hasSize(12).allSatisfy(step -> {
            assertThat(step.get("reason").asText()).isEqualTo("never published");
            assertThat(step.get("pool").asText()).isEqualTo("warehouse");
        });
        assertThat(attempts).hasSize(12);
        assertThat(log).contains("(try 1) of step " + run, "Computing with care");
        assertThat(changes()).containsExactly("trigger run " + run);
    }

    @Test
    void whatARunLeftUndoneIsDoneAgainAndAnAssetWithAllThatReadsIt() {
        server.startWorker();
        failOn(DAILY);
        String failed = run();
        assertThat(server.over(failed).get("state").asText()).isEqualTo("failed");
        JsonNode step = server.get("/runs/" + failed + "/steps?asset=" + DAILY + "&state=failed")
                .json()
                .at("/steps/0");
        assertThat(step.at("/failure/message").asText()).isEqualTo("Cannot compute it.");
        project.tables.onCompute = any -> {};

        String second = server.started(server.post("/runs/" + failed + "/rerun", "{}"));
        assertThat(server.over(second).get("state").asText()).isEqualTo("succeeded");
        String third = server.started(
                server.post("/runs/" + second + "/rerun", "{\"asset\": \"" + DAILY + "\", \"downstream\": true}"));

        assertThat(server.over(third).at("/steps/succeeded").asInt()).isEqualTo(11);
        assertThat(server.post("/runs/" + third + "/rerun", "{}").message())
                .isEqualTo("Cannot rerun run '" + third + "': nothing of it failed, was skipped or cancelled.");
        assertThat(changes()).containsExactly("rerun run " + third, "rerun run " + second, "trigger run " + failed);
    }

    @Test
    void aRunIsCancelledOnce() {
        String run = run();

        assertThat(server.post("/runs/" + run + "/cancel", "{}").status()).isEqualTo(202);
        assertThat(server.over(run).get("state").asText()).isEqualTo("cancelled");

        ApiServer.Answer again = server.post("/runs/" + run + "/cancel", "{}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.message()).contains("it is over already: cancelled");
        assertThat(changes()).containsExactly("cancel run " + run, "trigger run " + run);
    }

    @Test
    void whatComputesIsStoppedByACancel() throws Exception {
        CountDownLatch computes = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        project.tables.onCancel = cancelled::countDown;
        project.tables.onCompute = step -> {
            computes.countDown();
            await(cancelled);
        };
        server.startWorker();
        String run = run();
        computes.await();

        assertThat(server.post("/runs/" + run + "/cancel", "{}").status()).isEqualTo(202);

        assertThat(server.over(run).get("state").asText()).isEqualTo("cancelled");
        assertThat(cancelled.getCount()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPipelineIsTriggeredForAnIntervalAndWaitsWhileItIsPaused() {
        server.startWorker();
        JsonNode paused = server.post("/pipelines/nightly/pause", "{\"why\": \"moving house\"}")
                .json();
        assertThat(paused.get("changed").asBoolean()).isTrue();
        assertThat(paused.at("/pipeline/paused/why").asText()).isEqualTo("moving house");
        assertThat(server.post("/pipelines/nightly/pause", "{}")
                        .json()
                        .get("changed")
                        .asBoolean())
                .isFalse();

        String run = server.started(server.post("/pipelines/nightly/trigger", "{}"));
        String other = server.started(
                server.post("/pipelines/nightly/trigger", "{\"start\": \"2023-01-01\", \"end\": \"2023-01-03\"}"));
        JsonNode waiting = server.get("/runs/" + run).json();
        assertThat(waiting.get("state").asText()).isEqualTo("queued");
        assertThat(waiting.get("start").asText()).isEqualTo("2023-01-05T00:00:00Z");
        assertThat(texts(all("/runs?pipeline=nightly&state=queued", "runs", 1), "run"))
                .containsExactlyInAnyOrder(run, other);
        assertThat(all("/runs?pipeline=on_demand", "runs", 1)).isEmpty();

        assertThat(server.post("/pipelines/nightly/resume", "{\"why\": \"moved\"}")
                        .json()
                        .at("/pipeline/paused")
                        .isNull())
                .isTrue();
        assertThat(server.over(run).get("state").asText()).isEqualTo("succeeded");
        assertThat(server.over(other).get("state").asText()).isEqualTo("succeeded");
        assertThat(changes())
                .containsExactly(
                        "resume pipeline nightly",
                        "trigger run " + other,
                        "trigger run " + run,
                        "pause pipeline nightly");
    }

    @Test
    void aPipelineTellsWhatItIsAndWhenItRunsNext() {
        JsonNode pipeline = server.get("/pipelines/nightly").json();

        assertThat(pipeline.get("trigger").asText()).isEqualTo("schedule");
        assertThat(pipeline.get("schedule").asText()).isEqualTo("@daily");
        assertThat(pipeline.get("next").isNull()).as("its end is past").isTrue();
        assertThat(texts(new ArrayList<>(List.of(server.get("/pipelines").json().at("/pipelines/1"))), "pipeline"))
                .containsExactly("on_demand");
        assertThat(server.get("/pipelines/nigthly").message())
                .isEqualTo("Cannot find pipeline 'nigthly'. Did you mean 'nightly'?");
        assertThat(server.post("/pipelines/nightly/trigger", "{\"start\": \"2023-01-01\"}")
                        .message())
                .isEqualTo("Missing key 'end': an interval has both.");
    }

    @Test
    void aBackfillIsCountedFirstThenMadePausedResumedAndCancelled() {
        String asked = "{\"selection\": [\"" + DAILY + "\"], \"start\": \"2023-01-01\", \"end\": \"2023-01-05\","
                + " \"batch\": 1, \"order\": \"backward\"";
        JsonNode counted =
                server.post("/backfills", asked + ", \"dry_run\": true}").json();
        assertThat(counted.get("backfill").isNull()).isTrue();
        assertThat(counted.at("/plan/partitions").asInt()).isEqualTo(4);
        assertThat(counted.at("/plan/assets/0/reasons/0/reason").asText()).isEqualTo("never published");
        assertThat(all("/backfills", "backfills", 5)).isEmpty();

        String id =
                server.post("/backfills", asked + "}").json().get("backfill").asText();
        String path = "/backfills/" + id;
        JsonNode made = server.get(path).json();
        assertThat(made.get("state").asText()).isEqualTo("running");
        assertThat(made.at("/runs/waiting").asInt()).isEqualTo(4);
        assertThat(all("/runs?backfill=" + id, "runs", 3)).hasSize(4);
        assertThat(all("/runs", "runs", 3)).as("those of a backfill wait apart").isEmpty();

        JsonNode paused =
                server.post(path + "/pause", "{\"why\": \"the disk is full\"}").json();
        assertThat(paused.at("/backfill/paused/why").asText()).isEqualTo("the disk is full");
        assertThat(server.post(path + "/pause", "{}").status()).isEqualTo(409);
        assertThat(server.post(path + "/resume", "{}").status()).isEqualTo(200);
        assertThat(server.post(path + "/cancel", "{\"why\": \"enough\"}")
                        .json()
                        .at("/backfill/state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(server.post(path + "/cancel", "{}").message()).contains("it is cancelled");
        assertThat(server.get("/backfills/" + id.substring(0, 8)).status()).isEqualTo(404);
        assertThat(changes())
                .containsExactly(
                        "cancel backfill " + id,
                        "resume backfill " + id,
                        "pause backfill " + id,
                        "backfill backfill " + id);
    }

    @Test
    void aBackfillIsDoneAndTellsItsProgress() {
        server.startWorker();
        project.optionalInputs();
        String id = server.post(
                        "/backfills",
                        "{\"selection\": [\"" + DAILY + "\"], \"partitions\": [\"2023-01-02\"], \"only\": \"all\"}")
                .json()
                .get("backfill")
                .asText();

        JsonNode over = server.await(
                "/backfills/" + id,
                found -> found.at("/runs/waiting").asInt() == 0
                        && found.at("/runs/at_work").asInt() == 0);

        assertThat(over.get("progress").asDouble()).isEqualTo(1);
        assertThat(over.at("/runs/total").asInt()).isEqualTo(1);
    }

    @Test
    void stepsThatWaitAreToldWithWhatTheyWaitForAndCanBeEndedByHand() {
        // Before the server takes the project's graph.
        server.close();
        project = new TestProject(folder);
        project.sensors = List.of(new Sensor(
                new Sensor.FileThere(
                        new IntervalTemplate(folder.resolve("never").toString())),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(9),
                false,
                Place.of("raw/clicks.yaml")));
        server = new ApiServer(project);
        server.startWorker();
        String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));

        JsonNode sensor = server.await("/sensors", found -> found.get("sensors").size() == 1)
                .at("/sensors/0");
        assertThat(sensor.get("waits_for").asText()).isEqualTo("file '" + folder.resolve("never") + "'");
        assertThat(Instant.parse(sensor.get("next_look").asText()))
                .isAfter(Instant.parse(sensor.get("since").asText()));

        String mark = "{\"asset\": \"raw.clicks\", \"state\": \"succeeded\", \"why\": \"no clicks today\"}";
        assertThat(server.post("/runs/" + run + "/mark", mark)
                        .json()
                        .get("steps")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.over(run).get("state").asText()).isEqualTo("succeeded");
        assertThat(server.post("/runs/" + run + "/mark", mark).status()).isEqualTo(409);
        assertThat(server.get("/audit?limit=1").json().at("/changes/0/why").asText())
                .isEqualTo("no clicks today");
    }

    @Test
    void assetsTellTheirPartitionsPublishedOrMissing() {
        server.startWorker();
        String run = server.started(
                server.post("/runs", "{\"selection\": [\"raw.clicks\", \"" + DAILY + "\"], \"end\": \"2023-01-04\"}"));
        server.over(run);

        List<JsonNode> partitions = all("/assets/" + DAILY + "/partitions", "partitions", 2);

        assertThat(texts(partitions, "state"))
                .containsExactly("published", "published", "published", "missing", "missing");
        assertThat(partitions.get(0).get("run").asText()).isEqualTo(run);
        assertThat(texts(all("/assets/raw.clicks/partitions", "partitions", 1), "state"))
                .containsExactly("published");
        assertThat(server.get("/assets").json().get("assets").size()).isEqualTo(4);
        assertThat(server.get("/assets/" + DAILY).json().at("/inputs/0").asText())
                .isEqualTo("raw.clicks");
        assertThat(server.get("/assets/features.dayly").message()).contains("Did you mean 'features.daily'?");
    }

    @Test
    void whatChecksFoundIsTold() {
        project.tables.checks = (asset, interval) -> List.of(new CheckOutcome(
                new CheckSpec(
                        "expect_column_values_to_not_be_null",
                        Map.of("column", "user_id"),
                        CheckSpec.Severity.WARN,
                        Place.of("assets/daily.sql")),
                false,
                2,
                10,
                2,
                OptionalDouble.of(0.2),
                List.of(Map.of("user_id", "<b>")),
                "2 of 10 are null"));
        server.startWorker();
        String run = run();
        server.over(run);

        List<JsonNode> checks = all("/runs/" + run + "/checks", "checks", 5);

        assertThat(checks).hasSize(12).allSatisfy(check -> assertThat(
                        check.get("unexpected_share").asDouble())
                .isEqualTo(0.2));
        assertThat(checks.get(0).at("/samples/0/user_id").asText()).isEqualTo("<b>");
    }

    @Test
    void poolsAreTold() {
        JsonNode pool = server.get("/pools").json().at("/pools/0");

        assertThat(pool.get("pool").asText()).isEqualTo("warehouse");
        assertThat(pool.get("slots").asInt()).isEqualTo(3);
    }

    @Test
    void metricsCountWhatTheStoreHolds() {
        server.startWorker();
        server.over(run());

        String text = server.send(server.request("/metrics")).text();

        assertThat(text)
                .contains(
                        "daybreak_runs{state=\"succeeded\"} 1.0",
                        "daybreak_steps{state=\"ready\"} 0.0",
                        "daybreak_queue_runs{lane=\"live\"} 0.0",
                        "daybreak_attempts{state=\"lost\"} 0.0",
                        "daybreak_pool_slots{pool=\"warehouse\"} 3.0",
                        "daybreak_pool_slots_used{pool=\"warehouse\"} 0.0",
                        "daybreak_scheduler_lag_seconds 0.0",
                        "daybreak_http_requests_seconds_count{method=\"POST\",route=\"/api/v1/runs\",status=\"202\"} 1",
                        "jvm_memory_used_bytes");
    }
}
