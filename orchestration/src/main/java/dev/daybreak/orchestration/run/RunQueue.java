package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.time.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Runs that wait for a worker. A run is one row from the moment it becomes due until it is over: there is nothing between its tick and
 * its launch that could be lost or doubled. Any number of schedulers and workers, in any processes, may use one queue. Thread-safe.
 */
public final class RunQueue {
    /** How many queued runs are looked at first; mostly one of them may start. */
    private static final int FEW = 8;
    /** How many are looked at if none of the few may: the others are of pipelines at their bound, and come with a later look. */
    private static final int MANY = 10_000;

    private final Store store;
    private final Duration lease;
    private final AuditLog auditLog;

    /** @param lease how long a worker may be silent before others take it for dead */
    public RunQueue(Store store, Duration lease) {
        this.store = store;
        this.lease = lease;
        this.auditLog = new AuditLog(store);
    }

    /**
     * A run to be queued.
     *
     * @param interval what it covers
     * @param due when it may start; kept as it was planned, however late it starts
     * @param priority greater ones start first
     */
    public record Waiting(
            RunRequest.Kind kind,
            String pipeline,
            DataInterval interval,
            Instant due,
            int priority,
            String by,
            String words) {}

    /** A run that this process has taken and is to work on. */
    public record Taken(
            String run,
            RunRequest.Kind kind,
            String pipeline,
            DataInterval interval,
            String by,
            String words,
            int generation) {}

    /**
     * Queues a run, in the caller's transaction.
     *
     * @return its id; empty if a scheduled run of this pipeline and interval is there already
     */
    public Optional<String> add(Handle handle, Waiting waiting) {
        long now = store.nowMillis(handle);
        String id = RunIds.unused(handle, now);
        return QueueDao.insert(handle, id, waiting, now) ? Optional.of(id) : Optional.empty();
    }

    /**
     * Takes the run that is to start next: the highest priority, then what has been due for longest. Pipelines that are paused
     * wait, and so do those that have as many runs at work as they may.
     *
     * @param mostActive how many runs of a pipeline may be at work at a time; runs of other pipelines are left to others
     */
    public Optional<Taken> take(Map<String, Integer> mostActive) {
        if (store.jdbi().withHandle(handle -> next(handle, mostActive)).isEmpty()) {
            return Optional.empty();
        }
        Optional<Taken> taken = store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            return next(handle, mostActive)
                    .filter(run -> QueueDao.begin(handle, run.run(), now, now + lease.toMillis()));
        });
        taken.ifPresent(run -> Failpoint.AFTER_TAKE.reach());
        return taken;
    }

    private static Optional<Taken> next(Handle handle, Map<String, Integer> mostActive) {
        List<Taken> few = QueueDao.queued(handle, FEW);
        if (few.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> free = new HashMap<>(mostActive);
        QueueDao.active(handle).forEach((pipeline, active) -> free.merge(pipeline, -active, Integer::sum));
        Optional<Taken> first = first(few, free);
        return first.isPresent() || few.size() < FEW ? first : first(QueueDao.queued(handle, MANY), free);
    }

    private static Optional<Taken> first(List<Taken> queued, Map<String, Integer> free) {
        return queued.stream()
                .filter(run -> free.getOrDefault(run.pipeline(), 0) > 0)
                .findFirst();
    }

    /** Puts a run back that was taken and could not be begun, for no fault of its own. False if it is not this worker's any more. */
    public boolean giveBack(Taken run) {
        return store.jdbi().inTransaction(handle -> QueueDao.giveBack(handle, run.run(), run.generation(), 0));
    }

    /** Ends a run that was taken and cannot even begin. */
    public void fail(Taken run) {
        store.jdbi()
                .useTransaction(handle ->
                        RunDao.endRun(handle, run.run(), run.generation(), RunState.FAILED, store.nowMillis(handle)));
    }

    /**
     * Cancels a run: at once if it waits; one that is at work is told, and its worker puts it away within seconds.
     *
     * @return the state that was found; a run that is over stays as it is
     */
    public RunState cancel(String run, String by) {
        return store.jdbi().inTransaction(handle -> {
            RunState found = QueueDao.state(handle, run);
            long now = store.nowMillis(handle);
            if (found == RunState.QUEUED) {
                RunDao.endQueued(handle, run, now);
            } else if (found == RunState.RUNNING) {
                QueueDao.askCancel(handle, run, by, now);
            }
            if (found == RunState.QUEUED || found == RunState.RUNNING) {
                auditLog.add(handle, by, "cancel", "run " + run, "");
            }
            return found;
        });
    }
}
