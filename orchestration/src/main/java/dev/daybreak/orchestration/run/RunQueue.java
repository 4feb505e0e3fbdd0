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

    /**
     * A run that this process has taken and is to work on.
     *
     * @param pipeline empty for a run that is a part of a backfill
     * @param backfill the id of the backfill; empty for all other runs
     */
    public record Taken(
            String run,
            RunRequest.Kind kind,
            String pipeline,
            DataInterval interval,
            String by,
            String words,
            int generation,
            String backfill) {}

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
     * wait, and so do those that have as many runs at work as they may. A part of a backfill is taken only if no other run may
     * start: of the oldest backfill that is not paused and has fewer at work than it may.
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

    /** Whether any run waits, whether it may start now or not, or is to be gone on with. */
    public boolean isAnyLeft() {
        return store.jdbi().withHandle(handle -> QueueDao.isAnyBegun(handle) || QueueDao.isAnyQueued(handle));
    }

    /**
     * Whether a run may start now, or one that was begun is to be gone on with.
     *
     * @param mostActive as {@link #take} has it
     */
    public boolean isAnyToDo(Map<String, Integer> mostActive) {
        return store.jdbi()
                .withHandle(handle ->
                        QueueDao.isAnyBegun(handle) || next(handle, mostActive).isPresent());
    }

    private static Optional<Taken> next(Handle handle, Map<String, Integer> mostActive) {
        return nextLive(handle, mostActive).or(() -> BackfillQueueDao.next(handle));
    }

    private static Optional<Taken> nextLive(Handle handle, Map<String, Integer> mostActive) {
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

    /**
     * Ends a run that was taken and cannot even begin.
     *
     * @param why what is remembered with it
     */
    public void fail(Taken run, String why) {
        store.jdbi().useTransaction(handle -> {
            if (RunDao.release(handle, run.run(), run.generation())
                    && RunDao.endRun(handle, run.run(), RunState.FAILED, store.nowMillis(handle))) {
                QueueDao.explain(handle, run.run(), why);
            }
        });
    }

    /**
     * Queues the runs of a backfill below all other runs, in the caller's transaction, which must be one of the whole store.
     *
     * @param parts what each run covers, in the order in which they start; one that covers {@link DataInterval#ALL} starts when no
     *     other of them is at work
     * @return the backfill's id, which the ids of its runs begin with
     */
    public String addBackfill(Handle handle, List<Part> parts, String by) {
        long now = store.nowMillis(handle);
        String backfill = BackfillQueueDao.unusedId(handle, now);
        BackfillQueueDao.insert(handle, backfill, parts, by, now);
        return backfill;
    }

    /** One run of a backfill that is to be queued. */
    public record Part(DataInterval interval, String words) {}

    /**
     * Cancels what is left of a backfill, in the caller's transaction: runs that wait at once, those at work are told to stop.
     *
     * @return how many of its runs waited or were at work
     */
    public int cancelBackfill(Handle handle, String backfill, String by) {
        return BackfillQueueDao.cancel(handle, backfill, by, store.nowMillis(handle));
    }

    /**
     * Cancels a run: at once what waits; attempts that are at work are told, and put away within seconds.
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
                RunProgress.cancel(handle, run, now);
            }
            if (found == RunState.QUEUED || found == RunState.RUNNING) {
                auditLog.add(handle, by, "cancel", "run " + run, "");
            }
            return found;
        });
    }
}
