package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunQueue.Part;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of runs that are parts of backfills, as far as they wait for a worker. */
final class BackfillQueueDao {
    private BackfillQueueDao() {}

    /**
     * A backfill of which something waits.
     *
     * @param active how many of its runs are at work
     */
    private record Open(String id, int concurrency, int active) {}

    /** An id that neither a run nor a backfill has. */
    static String unusedId(Handle handle, long now) {
        String id = RunIds.unused(handle, now);
        while (exists(handle, id)) {
            id = RunIds.unused(handle, now);
        }
        return id;
    }

    private static boolean exists(Handle handle, String id) {
        return handle.createQuery("SELECT COUNT(*) FROM backfill WHERE backfill_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** The ids of the runs say their order, so that none has to be looked for. */
    static void insert(Handle handle, String backfill, List<Part> parts, String by, long now) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until,
                                 interval_start, interval_end, due_at, backfill_id)
                VALUES (:id, :kind, :words, :by, :state, :now, '', 0, 0, 0, :start, :end, :now, :backfill)
                """);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            batch.bind("id", String.format("%s-%06d", backfill, i + 1))
                    .bind("kind", RunRequest.Kind.BACKFILL.toString())
                    .bind("words", part.words())
                    .bind("by", by)
                    .bind("state", RunState.QUEUED.name())
                    .bind("now", now)
                    .bind("start", part.interval().start().toEpochMilli())
                    .bind("end", part.interval().end().toEpochMilli())
                    .bind("backfill", backfill)
                    .add();
        }
        batch.execute();
    }

    /** The run that is to start next. Ids of backfills begin with the time, so the oldest comes first. */
    static Optional<Taken> next(Handle handle) {
        for (Open open : open(handle)) {
            Optional<Taken> first = open.active() < open.concurrency() ? first(handle, open.id()) : Optional.empty();
            if (first.isPresent()
                    && (open.active() == 0 || !first.get().interval().isAll())) {
                return first;
            }
        }
        return Optional.empty();
    }

    /**
     * Jumps through the index from one backfill to the next, so that it costs the number of backfills and not that of their runs.
     */
    private static List<Open> open(Handle handle) {
        return handle.createQuery(
                        """
                        WITH RECURSIVE waiting (backfill_id) AS (
                            SELECT MIN(backfill_id)
                            FROM run
                            WHERE state = :queued
                              AND backfill_id > ''
                            UNION ALL
                            SELECT (SELECT MIN(r.backfill_id)
                                    FROM run r
                                    WHERE r.state = :queued
                                      AND r.backfill_id > w.backfill_id)
                            FROM waiting w
                            WHERE w.backfill_id IS NOT NULL)
                        SELECT b.backfill_id, b.concurrency,
                               (SELECT COUNT(*)
                                FROM run a
                                WHERE a.state = :running
                                  AND a.backfill_id = b.backfill_id) AS active
                        FROM waiting w
                        JOIN backfill b ON b.backfill_id = w.backfill_id
                        WHERE b.paused_at IS NULL
                           OR b.cancelled_at IS NOT NULL
                        ORDER BY b.backfill_id
                        """)
                .bind("queued", RunState.QUEUED.name())
                .bind("running", RunState.RUNNING.name())
                .map((row, context) ->
                        new Open(row.getString("backfill_id"), row.getInt("concurrency"), row.getInt("active")))
                .list();
    }

    private static Optional<Taken> first(Handle handle, String backfill) {
        return handle.createQuery(
                        """
                        SELECT run_id, kind, pipeline, interval_start, interval_end, requested_by, words, generation, backfill_id
                        FROM run
                        WHERE state = :queued
                          AND backfill_id = :backfill
                        ORDER BY priority DESC, due_at, run_id
                        LIMIT 1
                        """)
                .bind("queued", RunState.QUEUED.name())
                .bind("backfill", backfill)
                .map((row, context) -> QueueDao.taken(row))
                .findOne();
    }

    /** Returns how many were not over. */
    static int cancel(Handle handle, String backfill, String by, long now) {
        int waiting = handle.createUpdate(
                        """
                        UPDATE run
                        SET state = :to, ended_at = :now
                        WHERE state = :queued
                          AND backfill_id = :backfill
                        """)
                .bind("to", RunState.CANCELLED.name())
                .bind("now", now)
                .bind("queued", RunState.QUEUED.name())
                .bind("backfill", backfill)
                .execute();
        List<String> atWork = handle.createQuery(
                        """
                        SELECT run_id
                        FROM run
                        WHERE state = :running
                          AND backfill_id = :backfill
                        """)
                .bind("running", RunState.RUNNING.name())
                .bind("backfill", backfill)
                .mapTo(String.class)
                .list();
        for (String run : atWork) {
            QueueDao.askCancel(handle, run, by, now);
            RunProgress.cancel(handle, run, now);
        }
        return waiting + atWork.size();
    }
}
