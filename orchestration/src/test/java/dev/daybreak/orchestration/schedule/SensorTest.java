package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.day;
import static dev.daybreak.orchestration.run.TestProject.days;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that wait for something outside. */
@Timeout(120)
class SensorTest {
    private static final int MANY = Integer.getInteger("sensors", 250);

    @TempDir
    Path folder;

    private Scheduled scheduled;
    private QueueWorker worker;
    private Thread thread;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() throws IOException {
        database().keep(folder);
        scheduled = new Scheduled(new TestProject(folder));
        scheduled.pipelines.add(Scheduled.cron("nightly", "0 0 * * *", Scheduled.missed(Missed.Policy.ALL)));
    }

    @AfterEach
    void close() throws InterruptedException {
        if (worker != null) {
            worker.stop();
            thread.join();
        }
        scheduled.close();
    }

    private void startWorker() {
        worker = scheduled.worker();
        thread = new Thread(worker::work);
        thread.start();
    }

    private void waitFor(Sensor.Condition condition, Duration timeout, boolean isSoft) {
        scheduled.project.sensors = List.of(new Sensor(
                condition, Duration.ofMillis(20), Duration.ofMillis(40), timeout, isSoft, Place.of("assets/x.sql")));
    }

    private Sensor.FileThere file(String name) {
        return new Sensor.FileThere(new IntervalTemplate(folder.resolve(name).toString()));
    }

    private String add(DataInterval interval) {
        Waiting waiting =
                new Waiting(RunRequest.Kind.SCHEDULE, "nightly", interval, interval.end(), 0, "schedule", "nightly");
        return scheduled
                .project
                .store
                .jdbi()
                .inTransaction(handle -> scheduled.queue.add(handle, waiting))
                .orElseThrow();
    }

    private List<StepRecord> steps(String run) {
        return scheduled.project.history.steps(run);
    }

    private static void until(BooleanSupplier wanted) throws InterruptedException {
        while (!wanted.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean isWaiting(String run) {
        return steps(run).stream()
                .anyMatch(step ->
                        step.state() == StepState.WAITING && step.words().startsWith("waits for"));
    }

    private void untilOver(String run) throws InterruptedException {
        until(() -> scheduled.project.history.run(run).ended().isPresent());
    }

    @Test
    void aStepWaitsForAFileAndIsDoneWhenItIsThere() throws Exception {
        waitFor(file("ready-*"), Duration.ofHours(1), false);
        String run = add(days(1, 2));
        startWorker();

        until(() -> isWaiting(run));
        assertThat(steps(run).get(0).words()).isEqualTo("waits for file '" + folder.resolve("ready-*") + "'");
        assertThat(scheduled.project.tables.computed).isEmpty();
        Files.writeString(folder.resolve("ready-1"), "");
        untilOver(run);

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scheduled.project.history.attempts(CLICKS, 9))
                .as("looks leave no attempts")
                .hasSize(1);
    }

    /** Though they would be computed together if they waited for nothing. */
    @Test
    void eachPartitionWaitsForAFileOfItsOwn() throws Exception {
        scheduled.project.waits = DAILY::equals;
        scheduled.project.tables.batching = new Batching(10, Batching.Order.ANY);
        waitFor(file("{start:yyyy-MM-dd}.ok"), Duration.ofHours(1), false);
        Files.writeString(folder.resolve("2023-01-02.ok"), "");
        String run = add(days(1, 3));
        startWorker();

        until(() ->
                steps(run).stream().anyMatch(step -> step.asset().equals(DAILY) && step.state() == StepState.SUCCEEDED)
                        && steps(run).stream()
                                        .filter(step -> step.words().startsWith("waits for file"))
                                        .count()
                                == 2);
        assertThat(scheduled.project.tables.lines(DAILY))
                .flatExtracting(line -> line.versions().keySet())
                .containsExactly(day(2));
        Files.writeString(folder.resolve("2023-01-01.ok"), "");
        Files.writeString(folder.resolve("2023-01-03.ok"), "");
        untilOver(run);

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void whatIsDueIsComputedTogetherAndDoesNotWaitForTheRest() throws Exception {
        scheduled.project.waits = DAILY::equals;
        scheduled.project.tables.batching = new Batching(10, Batching.Order.ANY);
        Instant now = scheduled.project.store.now();
        waitFor(new Sensor.TimePassed(Duration.between(day(2).end(), now)), Duration.ofHours(1), false);
        String run = add(days(1, 3));
        startWorker();

        until(() ->
                steps(run).stream().anyMatch(step -> step.asset().equals(DAILY) && step.state() == StepState.SUCCEEDED)
                        && isWaiting(run));

        assertThat(scheduled.project.tables.lines(DAILY))
                .flatExtracting(line -> line.versions().keySet())
                .containsExactlyInAnyOrder(day(1), day(2));
        assertThat(scheduled.project.history.attempts(DAILY, 9))
                .as("the first two together")
                .hasSize(1);
    }

    @Test
    void whatDoesNotComeInTimeFailsTheStep() throws Exception {
        waitFor(file("never"), Duration.ofMillis(100), false);
        String run = add(days(1, 2));
        startWorker();
        untilOver(run);

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.FAILED);
        assertThat(steps(run).get(0).failure().orElseThrow())
                .satisfies(failure -> assertThat(failure.message())
                        .startsWith("Cannot begin asset 'raw.clicks': waited ")
                        .endsWith(" for file '" + folder.resolve("never") + "', which is not there."))
                .satisfies(failure -> assertThat(failure.place()).isEqualTo("assets/x.sql"));
    }

    @Test
    void orSkipsItIfThatIsWhatItSays() throws Exception {
        waitFor(file("never"), Duration.ofMillis(100), true);
        String run = add(days(1, 2));
        startWorker();
        untilOver(run);

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps(run)).isNotEmpty().allMatch(step -> step.state() == StepState.SKIPPED);
    }

    @Test
    void aStepWaitsForAnAddressToAnswerAsItSays() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 404 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/ready";
            waitFor(new Sensor.UrlAnswers(new IntervalTemplate(url), 204), Duration.ofHours(1), false);
            String run = add(days(1, 2));
            startWorker();
            untilOver(run);

            assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(asked.get()).isGreaterThanOrEqualTo(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatCannotBeReachedIsAskedAgain() throws Exception {
        waitFor(new Sensor.UrlAnswers(new IntervalTemplate("http://127.0.0.1:1/"), 200), Duration.ofHours(1), false);
        String run = add(days(1, 2));
        startWorker();

        until(() -> isWaiting(run));

        assertThat(steps(run).get(0).words()).startsWith("waits for status 200 of http://127.0.0.1:1/ (cannot look: ");
        scheduled.queue.cancel(run, "ana");
        // It may just be looking again; then the run is over with that look.
        untilOver(run);
        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void aStepWaitsForAPartitionOfAnAssetThatItDoesNotRead() throws Exception {
        scheduled.project.run();
        String before = "DELETE FROM materialization WHERE asset = 'features.recent'";
        scheduled.project.store.jdbi().useHandle(handle -> handle.execute(before));
        select("features.recent");
        waitFor(new Sensor.Published(DAILY), Duration.ofHours(1), false);
        String published = add(day(3));
        String unpublished = add(day(9));
        startWorker();
        untilOver(published);
        // Told from one look: between two, the step may just be looking again.
        until(() -> steps(unpublished).stream()
                .filter(step -> step.state() == StepState.WAITING)
                .anyMatch(step -> step.words().equals("waits for asset 'features.daily' for 2023-01-09")));

        assertThat(scheduled.project.history.run(published).state()).isEqualTo(RunState.SUCCEEDED);
    }

    private void select(String selection) {
        scheduled.pipelines.set(
                0,
                Scheduled.pipeline(
                        "nightly",
                        scheduled.pipelines.get(0).trigger(),
                        Scheduled.missed(Missed.Policy.ALL),
                        List.of(selection)));
        scheduled.project.optionalInputs();
    }

    @Test
    void aStepWaitsForATimeAfterItsInterval() throws Exception {
        waitFor(new Sensor.TimePassed(Duration.ofDays(36_500)), Duration.ofMillis(1), false);
        String run = add(days(1, 2));
        startWorker();

        until(() -> isWaiting(run));

        assertThat(steps(run).get(0).words()).startsWith("waits for time ");
        assertThat(scheduled.project.tables.computed).isEmpty();
    }

    @Test
    void manyStepsWaitWithoutThreads() throws Exception {
        scheduled.project.sensors = List.of(new Sensor(
                file("ready"), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(9), false, Place.of("x")));
        select("features.daily");
        int threads = Thread.activeCount();
        String run = add(days(1, MANY));
        startWorker();

        until(() -> count(run, "state = 'WAITING' AND words > ''") == MANY);

        assertThat(Thread.activeCount() - threads).isLessThan(20);
        assertThat(count(run, "state = 'RUNNING'")).isZero();
        Files.writeString(folder.resolve("ready"), "");
        scheduled
                .project
                .store
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE step SET due_at = 1 WHERE due_at > 1"));
        untilOver(run);

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        System.out.printf("Sensors on %s: %d steps waited, with no thread each.%n", database(), MANY);
    }

    private int count(String run, String condition) {
        return scheduled.project.store.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT COUNT(*) FROM step WHERE run_id = :run AND " + condition)
                .bind("run", run)
                .mapTo(Integer.class)
                .one());
    }
}
