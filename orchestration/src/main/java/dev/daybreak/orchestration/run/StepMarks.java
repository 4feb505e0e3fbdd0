package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Ends steps by hand that wait: for their turn, for their next try, or for a worker. Those that are over stay as they are, and what an attempt
 * works on is first to be cancelled. Thread-safe.
 */
public final class StepMarks {
    private final Store store;
    private final StepEnds ends;
    private final AuditLog auditLog;

    public StepMarks(Store store, Graph graph) {
        this.store = store;
        this.ends = new StepEnds(new RunProgress(graph));
        this.auditLog = new AuditLog(store);
    }

    /**
     * Ends the waiting steps of an asset in a run, without computing anything; its run goes on with what comes after them.
     *
     * @param isSuccess whether they count as succeeded or as failed
     * @param why for the audit log
     * @return how many
     * @throws DaybreakException {@code WRONG_USE} if none waits
     */
    public int mark(String run, AssetKey asset, boolean isSuccess, String by, String why) {
        return store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            List<String> waiting = StepDao.waiting(handle, run, asset);
            if (waiting.isEmpty()) {
                throw none(run, asset);
            }
            String words =
                    "marked " + (isSuccess ? "succeeded" : "failed") + " by " + by + (why.isEmpty() ? "" : ": " + why);
            for (String key : waiting) {
                ends.end(handle, run, result(handle, key, isSuccess, words), now);
            }
            String action = "mark " + (isSuccess ? "succeeded" : "failed");
            auditLog.add(handle, by, action, "asset " + asset + " in run " + run, why);
            return waiting.size();
        });
    }

    private static StepResult result(Handle handle, String key, boolean isSuccess, String words) {
        Failure failure = new Failure(
                ErrorCode.CANCELLED, "The step was " + words + ".", "", "'daybreak rerun' does it after all.");
        return new StepResult(
                StepDao.span(handle, key),
                isSuccess ? StepState.SUCCEEDED : StepState.FAILED,
                words,
                0,
                isSuccess ? Optional.empty() : Optional.of(failure));
    }

    private DaybreakException none(String run, AssetKey asset) {
        List<StepRecord> steps = new History(store)
                .steps(run).stream().filter(step -> step.asset().equals(asset)).toList();
        boolean isAtWork = steps.stream().anyMatch(step -> step.state() == StepState.RUNNING);
        String why = steps.isEmpty()
                ? "the run has no step of it, or none yet"
                : isAtWork ? "a worker is at it" : "its steps are over, and what is over stays as it is";
        String mend = isAtWork
                ? "Cancel the run first: 'daybreak cancel " + run + "'."
                : "'daybreak rerun " + run + " " + asset + "' does it again.";
        return new DaybreakException(
                ErrorCode.WRONG_USE, "Cannot mark asset '" + asset + "' in run '" + run + "': " + why + ".", mend);
    }
}
