package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are planned a second time, because what is published changed between two tries. */
class ReplanTest {
    @TempDir
    Path folder;

    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void publishEverything() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        project.tables.batching = new Batching(10, Order.ANY);
        project.run();
        project.dailySql = "SELECT 1 AS changed";
    }

    @AfterEach
    void closeProject() {
        project.close();
    }

    /** Loses records while the first try is under way, and fails that try in a way that is worth another. */
    private void loseDuringFirstTry(Runnable loss) {
        AtomicBoolean lost = new AtomicBoolean();
        project.tables.onCompute = step -> {
            if (!lost.getAndSet(true)) {
                loss.run();
                throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach the database.", "");
            }
        };
    }

    private void forget(AssetKey asset) {
        project.store.jdbi().useHandle(handle -> handle.createUpdate("DELETE FROM materialization WHERE asset = :asset")
                .bind("asset", asset.toString())
                .execute());
    }

    private void forget(AssetKey asset, DataInterval partition) {
        project.store.jdbi().useHandle(handle -> handle.createUpdate(
                        "DELETE FROM materialization WHERE asset = :asset AND interval_start = :start")
                .bind("asset", asset.toString())
                .bind("start", partition.start().toEpochMilli())
                .execute());
    }

    @Test
    void aRetryWhoseInputIsGoneFailsUnderTheNameOfItsStep() {
        loseDuringFirstTry(() -> {
            forget(CLICKS);
            forget(DAILY);
        });

        RunResult result = project.run(project.demand(DAILY));

        assertThat(result.outcome()).isEqualTo(RunState.FAILED);
        assertThat(result.failed()).isEqualTo(1);
        List<StepRecord> steps = project.history.steps(result.run());
        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).state()).isEqualTo(StepState.FAILED);
        assertThat(steps.get(0).failure().orElseThrow().message())
                .isEqualTo(
                        "Cannot materialize asset 'features.daily' for 2023-01-01: input 'raw.clicks' for all data was"
                                + " never published.");
    }

    @Test
    void aRetryOfWhichPartIsOutdatedIsPlannedAgainAndGoesOn() {
        loseDuringFirstTry(() -> forget(DAILY, day(3)));

        RunResult result = project.run(project.demand(DAILY));

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(project.history.steps(result.run()).stream().map(StepRecord::state))
                .containsExactly(StepState.SUCCEEDED);
        assertThat(project.history.published(DAILY)).hasSize(5);
        assertThat(project.toDo()).as("only what reads the new days").isEqualTo(6);
    }
}
