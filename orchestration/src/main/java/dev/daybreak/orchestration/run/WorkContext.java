package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.sensor.Looks;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.Graph;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What every part of a worker's work needs. */
record WorkContext(
        Graph graph,
        Store store,
        Materializers materializers,
        RunnerSettings settings,
        RunListener listener,
        Claims claims,
        RunProgress progress,
        StepEnds ends,
        Recovery recovery,
        Looks looks,
        Remembered remembered,
        Heart heart,
        Scope scope) {
    /** Calls the store until it answers, or this worker is to stop; see {@link StoreAway#patiently}. */
    <T> T patiently(Supplier<T> call) {
        return StoreAway.patiently(call, heart::isStopped);
    }

    /**
     * Ends an attempt that failed or was stopped, if it is in one of some states, and decides what becomes of its step.
     *
     * @return empty if it was in none of them
     */
    Optional<TryEnd> end(StepTask task, Claim claim, DaybreakException failure, List<String> from) {
        boolean isFailure = failure.code() != ErrorCode.CANCELLED && failure.code() != ErrorCode.OMITTED;
        AttemptState to = isFailure ? AttemptState.FAILED : AttemptState.CANCELLED;
        return store.inLightTransaction(task.node().key().toString(), handle -> {
            long now = store.nowMillis(handle);
            return AttemptDao.end(handle, claim.token(), to, Optional.of(Failure.of(failure)), now, from)
                    ? Optional.of(ends.afterFailure(handle, task, failure, now))
                    : Optional.<TryEnd>empty();
        });
    }

    /** Shows what became of a try. */
    void tell(TryEnd end) {
        if (end instanceof TryEnd.Retried retried) {
            listener.stepRetried(retried.step(), retried.failure(), retried.pause());
        } else if (end instanceof TryEnd.PutOff putOff) {
            listener.stepWaits(putOff.step(), putOff.words());
        } else if (end instanceof TryEnd.Ended ended) {
            if (ended.result().state() == StepState.SKIPPED || ended.result().state() == StepState.OMITTED) {
                listener.stepSkipped(ended.result());
            } else {
                listener.stepFinished(ended.result());
            }
            if (ended.isRunOver()) {
                tellEnd(ended.run());
            }
        }
    }

    /** Shows that a run is over, unless it is this process's own, which shows it when all is put away. */
    void tellEnd(String run) {
        if (scope.run().isEmpty()) {
            listener.runEnded(patiently(() -> RunResult.read(new History(store), run, 0)));
        }
    }
}
