package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeoutTest {
    @TempDir
    Path folder;

    private TestProject project;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void allow(Optional<Duration> attempt, Optional<Duration> step) {
        project.tries = TestProject.tries(attempt, step);
    }

    /** Waits until it is told to stop, as a long query does. */
    private void computeUntilCancelled() {
        project.tables.onCancel = cancelled::countDown;
        project.tables.onCompute = step -> {
            await(cancelled);
            throw new DaybreakException(ErrorCode.CANCELLED, "Cannot go on: the query was interrupted.", "");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAttemptThatTakesTooLongIsStoppedAndTriedAgain() {
        allow(Optional.of(Duration.ofMillis(300)), Optional.empty());
        AtomicInteger tries = new AtomicInteger();
        project.tables.onCancel = cancelled::countDown;
        project.tables.onCompute = step -> {
            if (tries.getAndIncrement() == 0) {
                await(cancelled);
            }
        };

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.attempts(CLICKS, 10))
                .extracting(AttemptRecord::state)
                .containsExactly(AttemptState.SUCCEEDED, AttemptState.FAILED);
        Failure failure = project.history.attempts(CLICKS, 10).get(1).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
    }

    @Test
    void whatNeverFinishesInTimeFailsAfterItsRetriesAndPublishesNothing() {
        project.tries = new Tries(
                0, Duration.ofMillis(1), Duration.ofMillis(1), Optional.of(Duration.ofSeconds(1)), Optional.empty());
        computeUntilCancelled();

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        Failure failure = result.steps().get(0).failure().orElseThrow();
        assertThat(failure.message())
                .isEqualTo("Cannot finish asset 'raw.clicks' for all data in time: try 1 took longer than 1 second.");
        assertThat(failure.mend()).contains("'timeout'");
        assertThat(project.tables.lines(CLICKS)).isEmpty();
    }

    @Test
    void allTriesOfAStepTogetherAreBounded() {
        allow(Optional.empty(), Optional.of(Duration.ofSeconds(1)));
        computeUntilCancelled();

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .isEqualTo("Cannot finish asset 'raw.clicks' for all data in time:"
                        + " its tries took longer than 1 second together.");
        assertThat(project.history.attempts(CLICKS, 10)).hasSize(1);
    }

    @Test
    void aStepThatIgnoresItsTimeoutIsGivenUpAndPublishesNothingLater() throws InterruptedException {
        allow(Optional.of(Duration.ofMillis(100)), Optional.empty());
        project.settings =
                new RunnerSettings(1, Duration.ofSeconds(30), Duration.ofMillis(100), folder.resolve("logs"));
        CountDownLatch released = new CountDownLatch(1);
        AtomicReference<Thread> stubborn = new AtomicReference<>();
        project.tables.onCompute = step -> {
            if (stubborn.compareAndSet(null, Thread.currentThread())) {
                await(released);
            }
        };

        RunResult result = project.run(project.demand(CLICKS));

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(result.left()).isEqualTo(1);
        released.countDown();
        stubborn.get().join();
        assertThat(project.tables.lines(CLICKS)).hasSize(1);
        assertThat(project.history.attempts(CLICKS, 10))
                .extracting(AttemptRecord::state)
                .containsExactly(AttemptState.SUCCEEDED, AttemptState.FAILED);
    }

    @Test
    void aRunThatIsCancelledEndsThoughItsStepIgnoresIt() throws InterruptedException {
        project.settings =
                new RunnerSettings(1, Duration.ofSeconds(30), Duration.ofMillis(100), folder.resolve("logs"));
        CountDownLatch released = new CountDownLatch(1);
        Runner runner = project.runner();
        AtomicReference<Thread> stubborn = new AtomicReference<>();
        project.tables.onCompute = step -> {
            stubborn.set(Thread.currentThread());
            runner.cancel();
            await(released);
        };

        RunResult result = runner.run(TestProject.request(project.demand(CLICKS)), RunListener.NONE);
        released.countDown();
        stubborn.get().join();

        assertThat(result.outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(result.left()).isEqualTo(1);
        assertThat(project.history.attempts(CLICKS, 10).get(0).state()).isEqualTo(AttemptState.CANCELLED);
        assertThat(project.tables.lines(CLICKS)).isEmpty();
    }
}
