package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/** What becomes of a step when an attempt at it is over. Every method is a part of its caller's transaction. Thread-safe. */
final class StepEnds {
    /** How long a step waits before it is tried again after the metadata store did not answer. */
    private static final Duration STORE_WAIT = Duration.ofSeconds(1);
    /** A step whose process dies again after that many times is not given to another. */
    private static final int MOST_DEATHS = 3;

    private final RunProgress progress;

    StepEnds(RunProgress progress) {
        this.progress = progress;
    }

    /** It is over, and what waited for it goes on. */
    TryEnd end(Handle handle, String run, StepResult result, long now) {
        Optional<StepDao.Left> left = StepDao.end(handle, result, now);
        if (left.isEmpty()) {
            return new TryEnd.Released();
        }
        if (left.get().isLast()) {
            Optional<RunState> runEnd =
                    progress.moveOn(handle, run, result.step().asset(), now);
            return new TryEnd.Ended(result, run, runEnd.isPresent());
        }
        if (left.get().order() == Order.IN_SUCCESSION && result.state() != StepState.SUCCEEDED) {
            skipNext(handle, run, result.step(), now);
            Optional<RunState> runEnd =
                    progress.moveOn(handle, run, result.step().asset(), now);
            return new TryEnd.Ended(result, run, runEnd.isPresent());
        }
        if (left.get().order() != Order.ANY) {
            StepDao.releaseNext(handle, run, result.step().asset());
        }
        return new TryEnd.Ended(result, run, false);
    }

    /** Those that wait build on one that was not published. */
    private static void skipNext(Handle handle, String run, StepSpan failed, long now) {
        String why =
                "builds on " + failed.asset() + " from " + failed.interval().start() + ", which was not published";
        for (String key : StepDao.waiting(handle, run, failed.asset())) {
            StepDao.end(
                    handle,
                    new StepResult(StepDao.span(handle, key), StepState.SKIPPED, why, 0, Optional.empty()),
                    now);
        }
    }

    /** An attempt failed or was stopped: the step is tried again, given back, or over. */
    TryEnd afterFailure(Handle handle, StepTask task, DaybreakException failure, long now) {
        if (failure.code() == ErrorCode.OMITTED) {
            return end(handle, task.run(), omitted(task.span(), failure.getMessage()), now);
        }
        boolean isStopped = failure.code() == ErrorCode.CANCELLED;
        boolean isStoreAway = StoreAway.isCauseOf(failure);
        Optional<Duration> wait = isStoreAway ? Optional.of(STORE_WAIT) : waitBeforeRetry(task, failure);
        if ((isStopped || wait.isPresent()) && QueueDao.isCancelAsked(handle, task.run())) {
            return end(handle, task.run(), cancelled(task.span()), now);
        }
        if (isStopped) {
            StepDao.giveBack(handle, task.key(), 0);
            return new TryEnd.Released();
        }
        if (wait.isPresent()) {
            StepDao.await(handle, task.key(), Optional.of(now + wait.get().toMillis()), isStoreAway ? 0 : 1);
            return isStoreAway
                    ? new TryEnd.Released()
                    : new TryEnd.Retried(task.span(), Failure.of(failure), wait.get());
        }
        return end(handle, task.run(), failed(task.span(), Failure.of(failure)), now);
    }

    private static StepResult cancelled(StepSpan step) {
        return new StepResult(step, StepState.CANCELLED, "", 0, Optional.empty());
    }

    private static StepResult omitted(StepSpan step, String why) {
        return new StepResult(step, StepState.OMITTED, why, 0, Optional.empty());
    }

    private static StepResult failed(StepSpan step, Failure failure) {
        return new StepResult(step, StepState.FAILED, "", 0, Optional.of(failure));
    }

    private static Optional<Duration> waitBeforeRetry(StepTask task, DaybreakException failure) {
        boolean isWorthRetry = failure.code().isWorthRetry() || failure.code() == ErrorCode.SUPERSEDED;
        if (!isWorthRetry || task.tryNumber() > task.tries().retries()) {
            return Optional.empty();
        }
        Duration wait = task.tries()
                .waitBefore(task.tryNumber(), ThreadLocalRandom.current().nextDouble());
        return task.clock().allows(task.tries(), wait) ? Optional.of(wait) : Optional.empty();
    }

    /**
     * The process of an attempt died before it published anything.
     *
     * @param isOrphan whether the step's run is that process's own, so that nobody goes on with it
     */
    void afterDeath(Handle handle, String run, String key, boolean isOrphan, long now) {
        StepSpan step = StepDao.span(handle, key);
        if (isOrphan) {
            StepDao.end(handle, cancelled(step), now);
        } else if (QueueDao.isCancelAsked(handle, run)) {
            end(handle, run, cancelled(step), now);
        } else if (StepDao.deaths(handle, key) < MOST_DEATHS) {
            StepDao.giveBack(handle, key, 1);
        } else {
            Failure failure = new Failure(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot finish step '" + key + "': the process that worked on it died " + (MOST_DEATHS + 1)
                            + " times.",
                    "",
                    "See the system's log for why it was killed; give the machine more memory, or cut the step's partitions smaller.");
            end(handle, run, failed(step, failure), now);
        }
    }

    /** A step that has computed too early waits until those before it are over. */
    void giveWay(Handle handle, StepTask task, long now) {
        if (StepDao.earlier(handle, task.run(), task.span(), now).isAny()) {
            StepDao.await(handle, task.key(), Optional.empty(), 0);
        } else {
            StepDao.giveBack(handle, task.key(), 0);
        }
    }
}
