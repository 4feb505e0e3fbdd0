package dev.daybreak.orchestration.schedule;

import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.day;
import static dev.daybreak.orchestration.schedule.Scheduled.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that wait, who takes them, and what becomes of them when somebody dies. */
@Timeout(60)
class QueueWorkerTest {
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
        scheduled.pipelines.add(cron("nightly", "0 0 * * *", Scheduled.missed(Missed.Policy.ALL)));
    }

    @AfterEach
    void close() {
        scheduled.close();
    }

    private Optional<String> add(String pipeline, DataInterval interval, int priority) {
        Waiting waiting = new Waiting(
                RunRequest.Kind.SCHEDULE, pipeline, interval, interval.end(), priority, "schedule", pipeline);
        return scheduled.project.store.jdbi().inTransaction(handle -> scheduled.queue.add(handle, waiting));
    }

    private String addDay(int dayOfJanuary) {
        return add("nightly", day(dayOfJanuary), 0).orElseThrow();
    }

    private RunRecord run(String id) {
        return scheduled.project.history.run(id);
    }

    private List<DataInterval> publishedDays(TestProject project) {
        return project.tables.lines(DAILY).stream()
                .flatMap(line -> line.versions().keySet().stream())
                .sorted()
                .toList();
    }

    @Test
    void aRunBringsThePartitionsUpToDateThatBecameCompleteInItsInterval() {
        String id = addDay(2);

        assertThat(scheduled.worker().workOff()).isTrue();
        assertThat(scheduled.worker().workOff()).isFalse();

        assertThat(run(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run(id).kind()).isEqualTo("schedule");
        // The second day, and the one before it, which the window of its reader reaches.
        assertThat(publishedDays(scheduled.project)).containsExactly(day(1), day(2));
    }

    @Test
    void aScheduledRunOfAnIntervalIsQueuedOnce() {
        addDay(2);

        assertThat(add("nightly", day(2), 5)).isEmpty();
        assertThat(add("other", day(2), 5)).isPresent();
    }

    @Test
    void theHighestPriorityStartsFirstAndThenWhatIsDueLongest() {
        Map<String, Integer> most = Map.of("a", 9, "b", 9);
        String late = add("a", day(3), 0).orElseThrow();
        String early = add("a", day(2), 0).orElseThrow();
        String urgent = add("b", day(4), 7).orElseThrow();

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            order.add(scheduled.queue.take(most).orElseThrow().run());
        }

        assertThat(order).containsExactly(urgent, early, late);
    }

    @Test
    void onlyAsManyRunsOfAPipelineAreAtWorkAsItAllowsAndOthersGoOn() {
        Map<String, Integer> most = Map.of("a", 2, "b", 1);
        for (int i = 1; i <= 5; i++) {
            add("a", day(i), 1);
        }
        add("b", day(1), 0);

        List<String> taken = new ArrayList<>();
        for (Optional<Taken> next = scheduled.queue.take(most); next.isPresent(); next = scheduled.queue.take(most)) {
            taken.add(next.get().pipeline());
        }

        assertThat(taken).containsExactly("a", "a", "b");
    }

    @Test
    void workersSideBySideTakeEveryRunOnce() throws Exception {
        Map<String, Integer> most = Map.of("a", 1_000);
        for (int i = 1; i <= 60; i++) {
            add("a", day(i), 0);
        }
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Callable<List<String>>> workers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            workers.add(() -> {
                List<String> taken = new ArrayList<>();
                for (Optional<Taken> next = scheduled.queue.take(most);
                        next.isPresent();
                        next = scheduled.queue.take(most)) {
                    taken.add(next.get().run());
                }
                return taken;
            });
        }
        List<String> taken = new ArrayList<>();
        for (Future<List<String>> worker : pool.invokeAll(workers)) {
            taken.addAll(worker.get());
        }
        pool.shutdown();

        // One that looked while another took the same run goes home early; whoever took it is still at work.
        scheduled.queue.take(most).ifPresent(next -> taken.add(next.run()));
        assertThat(taken).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void manyRunsAreEachTakenOnceByTwoStoresWithTenThreadsEach() throws Exception {
        int count = Integer.getInteger("queue.runs", 500);
        Map<String, Integer> most = Map.of("a", count);
        scheduled.project.store.jdbi().useTransaction(handle -> {
            for (int i = 0; i < count; i++) {
                DataInterval second = new DataInterval(
                        day(1).start().plusSeconds(i), day(1).start().plusSeconds(i + 1L));
                scheduled.queue.add(
                        handle, new Waiting(RunRequest.Kind.SCHEDULE, "a", second, second.end(), 0, "schedule", "a"));
            }
        });
        ExecutorService pool = Executors.newFixedThreadPool(20);
        List<Callable<List<String>>> workers = new ArrayList<>();
        long began = System.nanoTime();
        List<String> taken = new ArrayList<>();
        try (Store other = TestDatabase.open(folder)) {
            RunQueue otherQueue = new RunQueue(other, Scheduled.LEASE);
            for (int i = 0; i < 20; i++) {
                RunQueue queue = i % 2 == 0 ? scheduled.queue : otherQueue;
                workers.add(() -> takeAndEnd(queue, most));
            }
            for (Future<List<String>> worker : pool.invokeAll(workers)) {
                taken.addAll(worker.get());
            }
        }
        pool.shutdown();

        assertThat(taken).hasSize(count).doesNotHaveDuplicates();
        System.out.printf(
                "F6: queue on %s: %d runs taken and ended by 2 stores with 10 threads each in %d ms, none twice.%n",
                database(), count, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** Until nothing waits. */
    private List<String> takeAndEnd(RunQueue queue, Map<String, Integer> most) {
        List<String> taken = new ArrayList<>();
        boolean more = true;
        while (more) {
            Optional<Taken> next = queue.take(most);
            next.ifPresent(run -> {
                taken.add(run.run());
                queue.fail(run, "");
            });
            more = next.isPresent() || isAnyQueued();
        }
        return taken;
    }

    private boolean isAnyQueued() {
        return scheduled.project.store.jdbi().withHandle(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM run WHERE state = 'QUEUED'")
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    @Test
    void aRunThatWaitsIsCancelledAtOnce() {
        String id = addDay(2);

        assertThat(scheduled.queue.cancel(id, "ana")).isEqualTo(RunState.QUEUED);

        assertThat(run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(scheduled.worker().workOff()).isFalse();
    }

    @Test
    void aRunAtWorkIsCancelledByItsWorkerAndARunThatIsOverStaysAsItIs() throws Exception {
        String id = addDay(2);
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        scheduled.project.tables.onCompute = step -> {
            computing.countDown();
            await(cancelled);
        };
        scheduled.project.tables.onCancel = cancelled::countDown;
        Thread worker = new Thread(() -> scheduled.worker().workOff());
        worker.start();
        computing.await();

        assertThat(scheduled.queue.cancel(id, "ana")).isEqualTo(RunState.RUNNING);
        worker.join();

        assertThat(run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(scheduled.queue.cancel(id, "ben")).isEqualTo(RunState.CANCELLED);
        assertThat(publishedDays(scheduled.project)).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anotherFinishesTheRunOfAWorkerThatIsStopped() throws Exception {
        String id = addDay(2);
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        scheduled.project.tables.onCompute = step -> {
            computing.countDown();
            await(cancelled);
        };
        scheduled.project.tables.onCancel = cancelled::countDown;
        QueueWorker first = scheduled.worker();
        Thread thread = new Thread(first::work);
        thread.start();
        computing.await();

        first.stop();
        thread.join();
        assertThat(run(id).state()).isEqualTo(RunState.RUNNING);
        assertThat(scheduled.project.history.steps(id))
                .extracting(StepRecord::state)
                .containsExactly(StepState.READY);

        scheduled.project.tables.onCompute = step -> {};
        assertThat(scheduled.worker().workOff()).isTrue();
        assertThat(run(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(publishedDays(scheduled.project)).containsExactly(day(1), day(2));
    }

    /** F1 to F5: there is no moment between a tick and its run, so a kill inside leaves neither, and one after it both. */
    @ParameterizedTest(name = "killed at {0}")
    @EnumSource(names = {"INSIDE_QUEUE", "AFTER_QUEUE", "AFTER_TAKE", "AFTER_CLAIM", "BEFORE_RECORD"})
    void afterAKillAtAnyPointEveryIntervalRunsOnceAndEveryPartitionIsPublishedOnce(Failpoint point) throws Exception {
        Path other = elsewhere(database(), folder, "killed");
        killAt(point, other);

        try (Scheduled restarted = ScheduledProcess.open(other)) {
            ScheduledProcess.look(restarted);
            ScheduledProcess.work(restarted);

            List<RunRecord> runs = restarted.project.history.runs(10);
            assertThat(runs).hasSize(2).allMatch(run -> run.state() == RunState.SUCCEEDED);
            assertThat(runs)
                    .extracting(RunRecord::words)
                    .containsExactlyInAnyOrder("nightly for 2023-01-01", "nightly for 2023-01-02");
            assertThat(dueTimes(restarted.project))
                    .as("when they were due")
                    .containsExactly(day(1).end(), day(2).end());
            assertThat(publishedDays(restarted.project)).containsExactly(day(1), day(2));
            ScheduledProcess.look(restarted);
            assertThat(restarted.project.history.runs(10)).as("no new run").hasSize(2);
        }
    }

    private static List<Instant> dueTimes(TestProject project) {
        return project.store.jdbi().withHandle(handle -> handle.createQuery("SELECT due_at FROM run ORDER BY due_at")
                .mapTo(Long.class)
                .map(Instant::ofEpochMilli)
                .list());
    }

    @Test
    void aCancelledRunOfAKilledWorkerIsNotTakenUpAgain() throws Exception {
        Path other = elsewhere(database(), folder, "killed");
        killAt(Failpoint.AFTER_CLAIM, other);

        try (Scheduled restarted = ScheduledProcess.open(other)) {
            String atWork = restarted.project.history.runs(10).stream()
                    .filter(run -> run.state() == RunState.RUNNING)
                    .findFirst()
                    .orElseThrow()
                    .id();
            restarted.queue.cancel(atWork, "ana");
            ScheduledProcess.work(restarted);

            assertThat(restarted.project.history.run(atWork).state()).isEqualTo(RunState.CANCELLED);
            assertThat(restarted.project.history.steps(atWork)).allMatch(step -> step.state() == StepState.CANCELLED);
            assertThat(restarted.project.history.runs(10))
                    .as("the other one goes on")
                    .extracting(RunRecord::state)
                    .containsExactlyInAnyOrder(RunState.CANCELLED, RunState.SUCCEEDED);
        }
    }

    @Test
    void aRunThatKillsItsWorkersIsGivenUp() throws Exception {
        Path other = elsewhere(database(), folder, "killed");
        for (int i = 0; i < 4; i++) {
            killAt(Failpoint.AFTER_TAKE, other);
        }

        try (Scheduled restarted = ScheduledProcess.open(other)) {
            ScheduledProcess.work(restarted);

            assertThat(restarted.project.history.runs(10))
                    .extracting(RunRecord::state)
                    .containsExactlyInAnyOrder(RunState.INTERRUPTED, RunState.SUCCEEDED);
        }
    }

    /** A folder for processes that are killed, with a database of its own. */
    static Path elsewhere(TestDatabase database, Path folder, String name) throws IOException {
        Path other = Files.createDirectories(folder.resolve(name));
        database.keep(other);
        return other;
    }

    private static void killAt(Failpoint point, Path folder) throws Exception {
        killAt(point, folder, ScheduledProcess.class);
    }

    static void killAt(Failpoint point, Path folder, Class<?> program) throws Exception {
        Path file = folder.resolveSibling("reached");
        Files.deleteIfExists(file);
        List<String> options = List.of("-Ddaybreak.failpoint=" + point + ":1", "-Ddaybreak.failpoint-file=" + file);
        Process process = new ProcessBuilder(ChildCommand.of(program, options, folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("output").toFile())
                .start();
        while (!Files.exists(file) && process.isAlive()) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }
}
