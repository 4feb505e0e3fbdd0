package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.ErrorCode;
import java.io.EOFException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Throwables from where none is expected, interruption, and requests for nothing: the run comes to an orderly end. */
class StrayErrorTest {
    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void openProject() {
        project = new TestProject(folder);
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    private static final class BrokenListener implements RunListener {
        private static void fail() {
            throw new IllegalStateException("a broken terminal");
        }

        @Override
        public void runStarted(String run, int assets) {
            fail();
        }

        @Override
        public void planned(AssetKey asset, int steps, int partitions) {
            fail();
        }

        @Override
        public void stepStarted(StepSpan step, int tryNumber) {
            fail();
        }

        @Override
        public void stepProgress(StepSpan step, long rows, long total) {
            fail();
        }

        @Override
        public void stepRetried(StepSpan step, Failure failure, Duration wait) {
            fail();
        }

        @Override
        public void stepFinished(StepResult result) {
            fail();
        }

        @Override
        public void stepSkipped(StepResult result) {
            fail();
        }

        @Override
        public void runEnded(RunResult result) {
            fail();
        }
    }

    @Test
    void aListenerThatThrowsDoesNotChangeTheRun() {
        RunResult result = project.runner().run(TestProject.request(project.demand()), new BrokenListener());

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.published(DAILY)).hasSize(5);
        assertThat(project.history.published(MODEL)).hasSize(1);
    }

    @Test
    void anErrorOfTheVirtualMachineFailsItsStepOnly() {
        project.tables.onCompute = step -> {
            if (step.node().key().equals(CLICKS)) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        };

        RunResult result = project.run();

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .isEqualTo("Cannot materialize asset 'raw.clicks' for all data: unexpected"
                        + " java.lang.NoClassDefFoundError: org/example/Missing.");
    }

    @Test
    void aRunThatIsAskedForNothingSucceedsWithoutSteps() {
        RunResult result = project.run(project.demand(new AssetKey[0]));

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(result.succeeded(), result.skipped(), result.failed()))
                .containsOnly(0);
        assertThat(project.history.run(result.run()).steps()).isEmpty();
    }

    @Test
    void tellsAFullDiskOfTheStoreFromADefect() {
        JdbiException full =
                new UnableToExecuteStatementException(new SQLException("database or disk is full", "", 13), null);
        JdbiException broken =
                new UnableToExecuteStatementException(new SQLException("a NOT NULL constraint", "", 19), null);

        assertThat(Unexpected.told("finish", full))
                .hasMessage("Cannot finish: the metadata store failed: database or disk is full.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES));
        assertThat(Unexpected.told("finish", broken).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void tellsAStoreThatDoesNotAnswerFromADefect() {
        JdbiException closed = new UnableToExecuteStatementException(
                new SQLException("terminating connection due to administrator command", "57P01"), null);
        JdbiException broken = new UnableToExecuteStatementException(
                new SQLException("An I/O error occurred", "08006", new EOFException("end of stream")), null);
        JdbiException wrong =
                new UnableToExecuteStatementException(new SQLException("column does not exist", "42703"), null);

        assertThat(Unexpected.told("finish", closed))
                .hasMessage("Cannot finish: the metadata store does not answer:"
                        + " terminating connection due to administrator command.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
        assertThat(Unexpected.told("finish", broken).code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(Unexpected.told("finish", wrong).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void anInterruptedRunIsCancelledAndLeavesNoLiveAttempt() {
        Thread caller = Thread.currentThread();
        project.tables.onCompute = step -> caller.interrupt();

        RunResult result = project.run();
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(result.outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(project.history.attempts(result.run()))
                .noneMatch(attempt -> attempt.state().isLive());
        project.tables.onCompute = step -> {};
        assertThat(project.run().outcome()).isEqualTo(RunState.SUCCEEDED);
    }
}
