package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.day;
import static dev.daybreak.orchestration.run.TestProject.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose steps are done by whoever has room. */
@Timeout(60)
class StepWorkerTest {
    @TempDir
    Path folder;

    private Scheduled scheduled;

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
    void close() {
        scheduled.close();
    }

    private void bound(int parallel, Map<String, Integer> pools) {
        scheduled.project.settings = new RunnerSettings(
                        parallel, Duration.ofSeconds(30), Duration.ofSeconds(10), folder.resolve("logs"))
                .withPools(pools);
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

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void until(BooleanSupplier wanted) throws InterruptedException {
        while (!wanted.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void theStepsOfOneRunAreDoneByTwoWorkers() throws Exception {
        bound(1, Map.of());
        CountDownLatch both = new CountDownLatch(2);
        scheduled.project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)) {
                both.countDown();
                await(both);
            }
        };
        String run = add(days(1, 4));
        List<QueueWorker> workers = List.of(scheduled.worker(), scheduled.worker());
        List<Thread> threads = workers.stream()
                .map(worker -> new Thread(worker::work))
                .peek(Thread::start)
                .toList();

        until(() -> scheduled.project.history.run(run).ended().isPresent());
        workers.forEach(QueueWorker::finish);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scheduled.project.tables.computed).doesNotHaveDuplicates();
    }

    @Test
    void aStepThatWaitsForItsNextTryHoldsNoPlaceAndNoProcess() throws Exception {
        bound(1, Map.of());
        scheduled.project.tries =
                new Tries(2, Duration.ofHours(1), Duration.ofHours(1), Optional.empty(), Optional.empty());
        AtomicInteger tries = new AtomicInteger();
        scheduled.project.tables.onCompute = step -> {
            if (step.node().key().equals(DAILY)
                    && step.partitions().get(0).interval().equals(day(1))
                    && tries.getAndIncrement() == 0) {
                throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach the database.", "");
            }
        };
        String run = add(days(1, 4));
        QueueWorker first = scheduled.worker();
        Thread thread = new Thread(first::work);
        thread.start();

        until(() -> steps(run).stream()
                        .filter(step -> step.state() == StepState.SUCCEEDED)
                        .count()
                > 3);
        first.stop();
        thread.join();

        assertThat(steps(run))
                .filteredOn(step -> step.state() == StepState.WAITING)
                .singleElement()
                .satisfies(step -> assertThat(step.partitions()).containsExactly(day(1)));
        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.RUNNING);

        scheduled
                .project
                .store
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE step SET due_at = 1 WHERE due_at > 1"));
        scheduled.worker().workOff();

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aRunThatIsCancelledWhileAStepWaitsIsOverAtOnce() throws Exception {
        scheduled.project.tries =
                new Tries(2, Duration.ofHours(1), Duration.ofHours(1), Optional.empty(), Optional.empty());
        scheduled.project.tables.onCompute = step -> {
            throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach the database.", "");
        };
        String run = add(days(1, 4));
        QueueWorker worker = scheduled.worker();
        Thread thread = new Thread(worker::workOff);
        thread.start();
        until(() -> steps(run).stream().anyMatch(step -> step.state() == StepState.WAITING));

        scheduled.queue.cancel(run, "ana");

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(steps(run)).allMatch(step -> step.state() == StepState.CANCELLED);
        thread.join();
    }

    @Test
    void stepsOfAPoolAreAtWorkOnlyAsFarAsItHasSlotsInAllWorkersTogether() throws Exception {
        bound(4, Map.of("warehouse", 2));
        scheduled.project.slots = new PoolUse("warehouse", 1);
        AtomicInteger active = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        scheduled.project.tables.onCompute = step -> {
            most.accumulateAndGet(active.incrementAndGet(), Math::max);
            active.decrementAndGet();
        };
        String run = add(days(1, 20));
        List<QueueWorker> workers = List.of(scheduled.worker(), scheduled.worker());
        List<Thread> threads = workers.stream()
                .map(worker -> new Thread(worker::work))
                .peek(Thread::start)
                .toList();

        until(() -> scheduled.project.history.run(run).ended().isPresent());
        workers.forEach(QueueWorker::finish);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(scheduled.project.history.run(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void aStepThatKillsItsWorkersFails() throws Exception {
        Path other = QueueWorkerTest.elsewhere(database(), folder, "killed");
        for (int i = 0; i < 4; i++) {
            QueueWorkerTest.killAt(Failpoint.AFTER_CLAIM, other, ScheduledProcess.class);
        }

        try (Scheduled restarted = ScheduledProcess.open(other)) {
            ScheduledProcess.work(restarted);

            List<StepRecord> failed = restarted.project.history.runs(10).stream()
                    .flatMap(run -> restarted.project.history.steps(run.id()).stream())
                    .filter(step -> step.state() == StepState.FAILED)
                    .toList();
            assertThat(failed).singleElement().satisfies(step -> {
                assertThat(step.asset()).isEqualTo(CLICKS);
                assertThat(step.failure().orElseThrow().message())
                        .isEqualTo(
                                "Cannot finish step '" + step.key() + "': the process that worked on it died 4 times.");
            });
            assertThat(restarted.project.history.runs(10))
                    .extracting(run -> run.state())
                    .containsExactlyInAnyOrder(RunState.FAILED, RunState.SUCCEEDED);
        }
    }

    @Test
    void aStepThatEatsMemoryUntilItsProcessDiesFailsAfterTheFourthAndOthersGoOn() throws Exception {
        assumeTrue(database() == TestDatabase.SQLITE, "as of any process that dies, which is tried on both databases");
        Path other = QueueWorkerTest.elsewhere(database(), folder, "hungry");
        int deaths = 0;
        while (eat(other) != 0) {
            deaths++;
        }

        assertThat(deaths).isEqualTo(4);
        try (Scheduled restarted = ScheduledProcess.open(other)) {
            List<StepRecord> steps = restarted.project.history.runs(10).stream()
                    .flatMap(run -> restarted.project.history.steps(run.id()).stream())
                    .filter(step -> step.asset().equals(DAILY))
                    .toList();
            assertThat(steps)
                    .filteredOn(step -> step.state() == StepState.FAILED)
                    .singleElement()
                    .satisfies(step -> {
                        assertThat(step.partitions()).containsExactly(day(2));
                        assertThat(step.failure().orElseThrow().message())
                                .endsWith("the process that worked on it died 4 times.");
                        assertThat(step.failure().orElseThrow().mend()).contains("more memory");
                    });
            assertThat(restarted.project.history.attempts(DAILY, 20))
                    .filteredOn(attempt -> attempt.state() == AttemptState.LOST)
                    .hasSizeGreaterThanOrEqualTo(4);
            assertThat(restarted.project.tables.lines(DAILY).stream()
                            .flatMap(line -> line.versions().keySet().stream()))
                    .containsExactly(day(1));
        }
    }

    /** Lets a worker with little memory work; returns how its process ended. */
    private static int eat(Path folder) throws Exception {
        return new ProcessBuilder(ChildCommand.of(
                        HungryProcess.class, List.of("-Xmx48m", "-XX:+ExitOnOutOfMemoryError"), folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }

    @Test
    void aStepThatIgnoresThatItIsCancelledIsGivenUpAndItsWorkerEndsForAnother() throws Exception {
        scheduled.project.settings =
                new RunnerSettings(1, Duration.ofSeconds(30), Duration.ofMillis(100), folder.resolve("logs"));
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        scheduled.project.tables.onCompute = step -> {
            if (computing.getCount() > 0) {
                computing.countDown();
                await(released);
            }
        };
        String cancelled = add(days(1, 2));
        Thread thread = new Thread(scheduled.worker()::work);
        thread.start();
        await(computing);

        scheduled.queue.cancel(cancelled, "ana");
        thread.join();

        assertThat(scheduled.notes).anyMatch(note -> note.startsWith("A step does not stop though it was told to"));
        assertThat(scheduled.project.history.run(cancelled).state()).isEqualTo(RunState.CANCELLED);
        scheduled.project.tables.onClose = over::countDown;
        released.countDown();
        await(over);
        assertThat(scheduled.project.tables.lines(CLICKS))
                .as("what it computed")
                .isEmpty();
        String next = add(days(1, 3));
        scheduled.worker().workOff();
        assertThat(scheduled.project.history.run(next).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scheduled.project.tables.lines(CLICKS)).hasSize(1);
    }
}
