package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;

/** The backfills that workers carry out: queues, lists, pauses and cancels them. Thread-safe. */
public final class Backfills {
    /** More runs than this are refused: their ids have room for no more. */
    public static final int MOST_RUNS = 999_999;

    private final Store store;
    private final RunQueue queue;
    private final ZoneId zone;
    private final AuditLog auditLog;

    /** @param zone for the words of runs */
    public Backfills(Store store, RunQueue queue, ZoneId zone) {
        this.store = store;
        this.queue = queue;
        this.zone = zone;
        this.auditLog = new AuditLog(store);
    }

    /**
     * Queues the runs of a backfill, all of them or none.
     *
     * @param parts at least one
     * @param concurrency how many of the runs may be at work at a time
     * @return its id
     * @throws DaybreakException WRONG_USE if there are more than {@link #MOST_RUNS}
     */
    public String queue(BackfillRequest request, List<DataInterval> parts, int concurrency, String by) {
        if (parts.size() > MOST_RUNS) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot queue a backfill of " + parts.size() + " runs; permitted: " + MOST_RUNS + ".",
                    "Let a run cover more intervals, with --batch.");
        }
        List<RunQueue.Part> runs = parts.stream()
                .map(part -> new RunQueue.Part(part, words(request, part)))
                .toList();
        return store.jdbi().inTransaction(handle -> {
            String id = queue.addBackfill(handle, runs, by);
            BackfillDao.insert(handle, id, request, concurrency, by, store.nowMillis(handle));
            auditLog.add(handle, by, "backfill", subject(id), request.words());
            return id;
        });
    }

    private String words(BackfillRequest request, DataInterval part) {
        String names = request.selection().isEmpty() ? "everything" : String.join(" ", request.selection());
        return part.isAll()
                ? names + ": what reads all of " + IntervalText.of(request.range(), zone)
                : names + " for " + IntervalText.of(part, zone);
    }

    private static String subject(String id) {
        return "backfill " + id;
    }

    /** The latest, newest first. */
    public List<Backfill> latest(int most) {
        return before(Optional.empty(), most);
    }

    /** Those before a backfill, newest first. */
    public List<Backfill> before(Optional<String> id, int most) {
        return store.jdbi().withHandle(handle -> counted(handle, BackfillDao.before(handle, id, most)));
    }

    /**
     * A backfill by its id, or by the beginning or the end of it if that fits one only.
     *
     * @throws DaybreakException NOT_FOUND if none or several fit
     */
    public Backfill find(String idOrPart) {
        List<Backfill> found = store.jdbi().withHandle(handle -> counted(handle, BackfillDao.find(handle, idOrPart)));
        if (found.size() != 1) {
            String why = found.isEmpty()
                    ? "there is none"
                    : found.size() + " fit: "
                            + String.join(
                                    ", ",
                                    found.stream().limit(5).map(Backfill::id).toList());
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find a backfill '" + idOrPart + "': " + why + ".",
                    "See 'daybreak backfills' for the ids of backfills.");
        }
        return found.get(0);
    }

    private List<Backfill> counted(Handle handle, List<BackfillDao.Row> rows) {
        List<BackfillDao.Count> counts = BackfillDao.counts(
                handle, rows.stream().map(BackfillDao.Row::id).toList());
        long now = store.nowMillis(handle);
        return rows.stream()
                .map(row -> Progress.of(
                                counts.stream()
                                        .filter(count -> count.backfill().equals(row.id()))
                                        .toList(),
                                now)
                        .backfill(row))
                .toList();
    }

    /** Its runs, in the order in which they start. */
    public List<BackfillRun> runs(String id) {
        return store.jdbi().withHandle(handle -> BackfillDao.runs(handle, id));
    }

    /**
     * How many partitions of each asset stand how, by name; of a run that waits nobody knows yet which partitions it will find to do, and of one that
     * was planned only those are counted that it found.
     */
    public SortedMap<AssetKey, Map<StepState, Long>> partitions(String id) {
        return store.jdbi().withHandle(handle -> BackfillDao.partitions(handle, id));
    }

    /** No run is begun until it is resumed. False if it is paused already, or over, which changes nothing. */
    public boolean pause(String id, String by, String why) {
        return change(id, by, "pause", why, (handle, now) -> {
            Backfill.Pause pause = new Backfill.Pause(Instant.ofEpochMilli(now), by, why);
            return BackfillDao.pause(handle, id, pause);
        });
    }

    /** False if it is not paused, or over, which changes nothing. */
    public boolean resume(String id, String by, String why) {
        return change(id, by, "resume", why, (handle, now) -> BackfillDao.resume(handle, id));
    }

    /** Runs that wait are cancelled at once, runs at work are told to stop. False if it is over, which changes nothing. */
    public boolean cancel(String id, String by, String why) {
        return change(id, by, "cancel", why, (handle, now) -> {
            queue.cancelBackfill(handle, id, by);
            BackfillDao.markCancelled(handle, id, now);
            return true;
        });
    }

    /** Something that is done to a backfill. */
    private interface Change {
        boolean apply(Handle handle, long now);
    }

    private boolean change(String id, String by, String action, String why, Change change) {
        return store.jdbi().inTransaction(handle -> {
            boolean isOpen = BackfillDao.counts(handle, List.of(id)).stream()
                    .anyMatch(count -> count.state() == RunState.QUEUED || count.state() == RunState.RUNNING);
            boolean changed = isOpen && change.apply(handle, store.nowMillis(handle));
            if (changed) {
                auditLog.add(handle, by, action, subject(id), why);
            }
            return changed;
        });
    }
}
