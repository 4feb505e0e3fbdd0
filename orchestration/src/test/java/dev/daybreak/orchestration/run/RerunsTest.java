package dev.daybreak.orchestration.run;

import static dev.daybreak.orchestration.run.TestProject.CLICKS;
import static dev.daybreak.orchestration.run.TestProject.DAILY;
import static dev.daybreak.orchestration.run.TestProject.MODEL;
import static dev.daybreak.orchestration.run.TestProject.RECENT;
import static dev.daybreak.orchestration.run.TestProject.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.auditlog.AuditEntry;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for again of an earlier run, and steps that are ended by hand. */
@Timeout(60)
class RerunsTest {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void openProject() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
    }

    @AfterEach
    void closeProject() {
        threads.shutdownNow();
        project.close();
    }

    private Reruns reruns() {
        return new Reruns(project.graph(), project.history, Optional.of(day(1).start()));
    }

    private List<String> rerun(RunRequest request) {
        project.tables.computed.clear();
        RunResult result = project.runner().run(request, RunListener.NONE);
        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        return project.tables.computed;
    }

    private static String computed(AssetKey asset, DataInterval partition) {
        return asset + " " + partition.start();
    }

    private void failOn(AssetKey asset, DataInterval partition, ErrorCode code) {
        project.tables.onCompute = step -> {
            boolean isIt = step.partitions().get(0).interval().equals(partition);
            if (step.node().key().equals(asset) && isIt) {
                throw new DaybreakException(code, "Cannot compute it.", "");
            }
        };
    }

    @Test
    void whatFailedAndWhatWasSkippedForItIsDone() {
        failOn(DAILY, day(1), ErrorCode.QUERY_FAILED);
        RunResult failed = project.run();
        assertThat(failed.outcome()).isEqualTo(RunState.FAILED);
        project.tables.onCompute = step -> {};

        assertThat(rerun(reruns().undone(failed.run(), "ana")))
                .containsExactlyInAnyOrder(
                        computed(DAILY, day(1)),
                        computed(RECENT, day(1)),
                        computed(RECENT, day(2)),
                        computed(RECENT, day(3)),
                        computed(MODEL, DataInterval.ALL));
    }

    @Test
    void ofARunThatSucceededNothingIsLeftUndone() {
        String run = project.run().run();

        assertThatThrownBy(() -> reruns().undone(run, "ana"))
                .hasMessage("Cannot rerun run '" + run + "': nothing of it failed, was skipped or cancelled.");
    }

    @Test
    void anAssetIsComputedAgainThoughItIsUpToDate() {
        String run = project.run().run();

        assertThat(rerun(reruns().again(run, CLICKS, false, "ana")))
                .containsExactly(computed(CLICKS, DataInterval.ALL));
    }

    @Test
    void everythingDownstreamIsThatWhoseWindowsReachIt() {
        project.run();
        Demand second = Demand.of(project.graph(), Set.of(DAILY), day(2), Optional.of(day(1).start()));
        RunRequest request = new RunRequest(
                RunRequest.Kind.RUN,
                second,
                "ana",
                Optional.empty(),
                new Choice(Choice.Only.ALL, DataInterval.ALL, Set.of(), ""));
        String run = project.runner().run(request, RunListener.NONE).run();

        assertThat(rerun(reruns().again(run, DAILY, true, "ana")))
                .containsExactlyInAnyOrder(
                        computed(DAILY, day(2)),
                        computed(RECENT, day(2)),
                        computed(RECENT, day(3)),
                        computed(RECENT, day(4)),
                        computed(MODEL, DataInterval.ALL));
    }

    @Test
    void fromAFailedStepOnOnlyWhatHangsOnItIsDone() {
        project.tables.onCompute = step -> {
            DataInterval partition = step.partitions().get(0).interval();
            if (step.node().key().equals(DAILY) && (partition.equals(day(1)) || partition.equals(day(5)))) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute it.", "");
            }
        };
        String run = project.run().run();
        StepRecord failed = project.history.steps(run).stream()
                .filter(step -> step.asset().equals(DAILY) && step.span().equals(day(1)))
                .findFirst()
                .orElseThrow();
        project.tables.onCompute = step -> {};
        project.tables.computed.clear();

        project.runner().run(reruns().from(run, failed.key(), "ana"), RunListener.NONE);

        assertThat(project.tables.computed)
                .contains(
                        computed(DAILY, day(1)),
                        computed(RECENT, day(1)),
                        computed(RECENT, day(2)),
                        computed(RECENT, day(3)))
                .doesNotContain(computed(DAILY, day(5)), computed(RECENT, day(5)));
    }

    @Test
    void aStepThatSucceededIsDoneAgainWithWhatReadsIt() {
        String run = project.run().run();
        StepRecord step = project.history.steps(run).stream()
                .filter(found -> found.asset().equals(DAILY) && found.span().equals(day(5)))
                .findFirst()
                .orElseThrow();

        assertThat(rerun(reruns().from(run, step.key(), "ana")))
                .containsExactlyInAnyOrder(
                        computed(DAILY, day(5)), computed(RECENT, day(5)), computed(MODEL, DataInterval.ALL));
    }

    @Test
    void aStepThatTheRunDoesNotHaveIsTold() {
        String run = project.run().run();

        assertThatThrownBy(() -> reruns().from(run, "another step", "ana"))
                .hasMessageStartingWith(
                        "Cannot rerun step 'another step' of run '" + run + "': the run has no such step");
    }

    @Test
    void anAssetThatTheRunWasNotAboutIsTold() {
        String run = project.run(project.demand(CLICKS)).run();

        assertThatThrownBy(() -> reruns().again(run, DAILY, false, "ana"))
                .hasMessage("Cannot rerun asset 'features.daily' of run '" + run + "': the run had no step of it.");
    }

    /** A run of the source that failed once and waits an hour for its next try. */
    private Future<RunResult> waitingRun() throws InterruptedException {
        project.tries = new Tries(2, Duration.ofHours(1), Duration.ofHours(1), Optional.empty(), Optional.empty());
        failOn(CLICKS, DataInterval.ALL, ErrorCode.UNREACHABLE);
        Future<RunResult> run = threads.submit(() -> project.run(project.demand(CLICKS, DAILY)));
        while (steps().stream().noneMatch(step -> step.state() == StepState.WAITING)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return run;
    }

    private List<StepRecord> steps() {
        return project.history.runs(1).stream()
                .flatMap(run -> project.history.steps(run.id()).stream())
                .toList();
    }

    private int mark(boolean isSuccess) {
        String run = project.history.runs(1).get(0).id();
        return new StepMarks(project.store, project.graph())
                .mark(run, CLICKS, isSuccess, "ana", "the feed is empty today");
    }

    @Test
    void aStepThatIsMarkedFailedIsOverAndWhatReadsItIsSkipped() throws Exception {
        Future<RunResult> run = waitingRun();

        assertThat(mark(false)).isEqualTo(1);

        assertThat(run.get().outcome()).isEqualTo(RunState.FAILED);
        assertThat(steps().get(0).failure().orElseThrow().message())
                .isEqualTo("The step was marked failed by ana: the feed is empty today.");
        assertThat(run.get().skipped()).isEqualTo(1);
        assertThat(new AuditLog(project.store).latest(1))
                .extracting(AuditEntry::who, AuditEntry::action, AuditEntry::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ana", "mark failed", "the feed is empty today"));
    }

    @Test
    void aStepThatIsMarkedSucceededIsOverAndPublishesNothing() throws Exception {
        Future<RunResult> run = waitingRun();

        assertThat(mark(true)).isEqualTo(1);

        assertThat(run.get().failed()).isZero();
        assertThat(project.tables.lines(CLICKS)).isEmpty();
        assertThatThrownBy(() -> mark(true))
                .hasMessageContaining("its steps are over, and what is over stays as it is.");
    }
}
