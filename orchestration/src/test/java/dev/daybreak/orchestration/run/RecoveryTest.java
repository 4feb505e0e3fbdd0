package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.schedule.ChildCommand;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is put in order after a process died. Most tests let a run stop at some point and then write into the store that
 * its process is gone; what then wakes up is a worker that was wrongly taken for dead.
 */
@Timeout(60)
class RecoveryTest {
    private static final String NO_PROCESS = "999999999";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch wakes = new CountDownLatch(1);
    private TestProject project;
    private TestProject sleeper;
    private Future<RunResult> sleeping;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void openProject() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        sleeper = new TestProject(folder);
    }

    @AfterEach
    void closeProject() throws Exception {
        wakes.countDown();
        if (sleeping != null) {
            sleeping.get();
        }
        threads.shutdownNow();
        project.close();
        sleeper.close();
    }

    private void sleepHere(StepContext step) {
        if (reached.getCount() == 0) {
            return;
        }
        reached.countDown();
        try {
            assertThat(wakes.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A run of the source alone that stops where the hook is set, with a process that is gone as far as the store says. */
    private void stopAndDie(Consumer<Consumer<StepContext>> hook) throws Exception {
        hook.accept(this::sleepHere);
        sleeping = threads.submit(() -> sleeper.run(sleeper.demand(CLICKS)));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        dies(firstRun().id());
    }

    /** Attempt and run at once, as with a process: a run whose process lives would try its step again. */
    private void dies(String run) {
        project.store.jdbi().useTransaction(handle -> {
            handle.execute("UPDATE attempt SET pid = " + NO_PROCESS + " WHERE run_id = ?", run);
            handle.execute("UPDATE run SET pid = " + NO_PROCESS + " WHERE run_id = ?", run);
        });
    }

    private boolean hasWaitingStep() {
        return project.history.runs(10).stream()
                .flatMap(run -> project.history.steps(run.id()).stream())
                .anyMatch(step -> step.state() == StepState.WAITING);
    }

    private AttemptRecord firstAttempt() {
        List<AttemptRecord> attempts = project.history.attempts(CLICKS, 10);
        return attempts.get(attempts.size() - 1);
    }

    private RunRecord firstRun() {
        List<RunRecord> runs = project.history.runs(10);
        return runs.get(runs.size() - 1);
    }

    @Test
    void losesAnAttemptThatDiedBeforeItPublished() throws Exception {
        stopAndDie(hook -> sleeper.tables.onCompute = hook);

        List<Settled> settled = project.runner().recover();

        assertThat(settled.stream().map(Settled::words))
                .containsExactly(
                        "Attempt " + firstAttempt().name()
                                + " died before it published 'raw.clicks'; what it left is removed.",
                        "Run " + firstRun().id() + " was interrupted; it is closed now.");
        assertThat(firstAttempt().state()).isEqualTo(AttemptState.LOST);
        assertThat(firstRun().state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(project.history.steps(firstRun().id()).get(0).state()).isEqualTo(StepState.CANCELLED);
        assertThat(project.tables.recovered).containsExactly(firstAttempt().name());
    }

    @Test
    void losesAnAttemptThatDiedJustBeforeItsCommit() throws Exception {
        stopAndDie(hook -> sleeper.tables.beforePublish = hook);

        project.runner().recover();

        assertThat(firstAttempt().state()).isEqualTo(AttemptState.LOST);
        assertThat(project.history.published(CLICKS)).isEmpty();
    }

    @Test
    void finishesTheRecordOfAnAttemptThatDiedAfterItsCommit() throws Exception {
        stopAndDie(hook -> sleeper.tables.afterPublish = hook);

        project.runner().recover();

        assertThat(firstAttempt().state()).isEqualTo(AttemptState.SUCCEEDED);
        assertThat(project.history.steps(firstRun().id()).get(0).state()).isEqualTo(StepState.SUCCEEDED);
        assertThat(project.history.steps(firstRun().id()).get(0).rows()).isEqualTo(10);
        assertThat(firstRun().state()).as("nothing of it was left").isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.published(CLICKS).get(0).snapshot()).hasValue(0L);
        assertThat(project.run(project.demand(CLICKS)).steps()).isEmpty();
    }

    @Test
    void settlesAWorkerOfAnotherHostWhenItsLeaseIsOver() throws Exception {
        stopAndDie(hook -> sleeper.tables.onCompute = hook);
        project.store.jdbi().useHandle(handle -> handle.execute("UPDATE attempt SET host = 'elsewhere'"));
        project.store.jdbi().useHandle(handle -> handle.execute("UPDATE run SET host = 'elsewhere'"));

        assertThat(project.runner().recover()).as("the lease runs").isEmpty();
        project.store.jdbi().useHandle(handle -> handle.execute("UPDATE attempt SET lease_until = 1"));
        project.store.jdbi().useHandle(handle -> handle.execute("UPDATE run SET lease_until = 1"));
        project.runner().recover();

        assertThat(firstAttempt().state()).isEqualTo(AttemptState.LOST);
        assertThat(firstRun().state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void goesOnWithASettlementThatDiedItself() throws Exception {
        stopAndDie(hook -> sleeper.tables.afterPublish = hook);
        project.store.jdbi().useHandle(handle -> handle.execute("UPDATE attempt SET state = 'SETTLING'"));

        project.runner().recover();

        assertThat(firstAttempt().state()).isEqualTo(AttemptState.SUCCEEDED);
    }

    /** F9. */
    @Test
    void manyWhoSettleTheSameDeadAttemptAtOnceSettleItOnce() throws Exception {
        stopAndDie(hook -> sleeper.tables.onCompute = hook);
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<List<Settled>>> settling = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Runner runner = (i % 2 == 0 ? project : sleeper).runner();
            settling.add(threads.submit(() -> {
                together.await();
                return runner.recover();
            }));
        }
        List<String> told = new ArrayList<>();
        for (Future<List<Settled>> one : settling) {
            one.get().forEach(settled -> told.add(settled.words()));
        }
        // Whoever came while another settled the attempt leaves its run to the next look.
        project.runner().recover().forEach(settled -> told.add(settled.words()));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "Attempt " + firstAttempt().name()
                                + " died before it published 'raw.clicks'; what it left is removed.",
                        "Run " + firstRun().id() + " was interrupted; it is closed now.");
        assertThat(firstAttempt().state()).isEqualTo(AttemptState.LOST);
        assertThat(project.history.steps(firstRun().id()))
                .hasSize(1)
                .allMatch(step -> step.state() == StepState.CANCELLED);
    }

    /** F10. */
    @Test
    void aHeartbeatThatComesLateRevivesNothing() throws Exception {
        stopAndDie(hook -> sleeper.tables.onCompute = hook);
        project.runner().recover();
        AttemptRecord lost = firstAttempt();
        RunRecord interrupted = firstRun();
        RunResult done = project.run(project.demand(CLICKS));
        AttemptRecord succeeded = project.history.attempts(CLICKS, 1).get(0);

        project.store.jdbi().useTransaction(handle -> {
            for (AttemptRecord over : List.of(succeeded, lost)) {
                assertThat(AttemptDao.renew(handle, over.token(), Long.MAX_VALUE))
                        .isFalse();
            }
            for (String run : List.of(done.run(), interrupted.id())) {
                assertThat(RunDao.renewRun(handle, run, Long.MAX_VALUE)).isFalse();
            }
        });

        assertThat(project.history.attempts(CLICKS, 10))
                .extracting(AttemptRecord::state)
                .containsExactly(AttemptState.SUCCEEDED, AttemptState.LOST);
        assertThat(project.history.run(done.run()).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.run(interrupted.id()).state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void leavesTheLivingAlone() throws Exception {
        sleeper.tables.onCompute = this::sleepHere;
        sleeping = threads.submit(() -> sleeper.run(sleeper.demand(CLICKS)));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(project.runner().recover()).isEmpty();

        wakes.countDown();
        assertThat(sleeping.get().outcome()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aWorkerThatWakesUpWithAnOldTokenPublishesNothing() throws Exception {
        stopAndDie(hook -> sleeper.tables.beforePublish = hook);
        RunResult result = project.run(project.demand(CLICKS));
        assertThat(result.succeeded()).isEqualTo(1);

        wakes.countDown();

        assertThat(sleeping.get().steps()).as("nothing was left to do for it").isNotNull();
        assertThat(project.tables.lines(CLICKS)).hasSize(1);
        assertThat(firstAttempt().state()).isEqualTo(AttemptState.LOST);
        assertThat(firstRun().state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void aRunThatWaitsForADeadOneGoesOnWhenThatIsSettled() throws Exception {
        sleeper.tables.onCompute = this::sleepHere;
        sleeping = threads.submit(() -> sleeper.run(sleeper.demand(CLICKS)));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        String sleepers = firstRun().id();
        Future<RunResult> waiting = threads.submit(() -> project.run(project.demand(CLICKS)));
        while (!hasWaitingStep()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        dies(sleepers);

        assertThat(waiting.get().succeeded()).isEqualTo(1);
        assertThat(project.tables.lines(CLICKS)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_CLAIM", "BEFORE_RECORD"})
    void aKilledProcessLeavesWhatTheNextRunFinishes(Failpoint point) throws Exception {
        Path file = folder.resolve("reached");
        List<String> options = List.of("-Ddaybreak.failpoint=" + point + ":1", "-Ddaybreak.failpoint-file=" + file);
        Process process = new ProcessBuilder(ChildCommand.of(KilledRun.class, options, folder.toString()))
                .inheritIO()
                .start();
        while (!Files.exists(file) && process.isAlive()) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();

        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(result.succeeded()).isEqualTo(point == Failpoint.AFTER_CLAIM ? 12 : 11);
        assertThat(project.tables.lines(CLICKS)).hasSize(1);
        assertThat(firstRun().state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(project.toDo()).isZero();
    }
}
