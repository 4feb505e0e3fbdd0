package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rows of runs, as far as they wait for a worker or are taken by one. */
final class QueueDao {
    private QueueDao() {}

    static boolean insert(Handle handle, String id, Waiting run, long now) {
        return handle.createUpdate(
                                """
                                INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until,
                                                 pipeline, interval_start, interval_end, due_at, priority)
                                VALUES (:id, :kind, :words, :by, :state, :now, '', 0, 0, 0, :pipeline, :start, :end, :due, :priority)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("id", id)
                        .bind("kind", run.kind().toString())
                        .bind("words", run.words())
                        .bind("by", run.by())
                        .bind("state", RunState.QUEUED.name())
                        .bind("now", now)
                        .bind("pipeline", run.pipeline())
                        .bind("start", run.interval().start().toEpochMilli())
                        .bind("end", run.interval().end().toEpochMilli())
                        .bind("due", run.due().toEpochMilli())
                        .bind("priority", run.priority())
                        .execute()
                > 0;
    }

    /** In the order in which they are to start; without those of pipelines that are paused, and of backfills. */
    static List<Taken> queued(Handle handle, int most) {
        return handle.createQuery(
                        """
                        SELECT r.run_id, r.kind, r.pipeline, r.interval_start, r.interval_end, r.requested_by, r.words, r.generation,
                               r.backfill_id
                        FROM run r
                        WHERE r.state = :queued
                          AND r.backfill_id = ''
                          AND NOT EXISTS (
                              SELECT 1
                              FROM pipeline p
                              WHERE p.name = r.pipeline
                                AND p.paused_at IS NOT NULL)
                        ORDER BY r.priority DESC, r.due_at, r.run_id
                        LIMIT :most
                        """)
                .bind("queued", RunState.QUEUED.name())
                .bind("most", most)
                .map((row, context) -> taken(row))
                .list();
    }

    static Taken taken(ResultSet row) throws SQLException {
        String pipeline = row.getString("pipeline");
        return new Taken(
                row.getString("run_id"),
                RunRequest.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                pipeline == null ? "" : pipeline,
                new DataInterval(
                        Instant.ofEpochMilli(row.getLong("interval_start")),
                        Instant.ofEpochMilli(row.getLong("interval_end"))),
                row.getString("requested_by"),
                row.getString("words"),
                row.getInt("generation"),
                row.getString("backfill_id"));
    }

    /** Says why a run failed that could not begin. */
    static void explain(Handle handle, String id, String why) {
        handle.createUpdate("UPDATE run SET failure = :why WHERE run_id = :id")
                .bind("why", why)
                .bind("id", id)
                .execute();
    }

    static boolean isAnyQueued(Handle handle) {
        return isAny(handle, "state = 'QUEUED'");
    }

    /** Whether there are runs that any worker may go on with. */
    static boolean isAnyBegun(Handle handle) {
        return isAny(handle, "state = 'RUNNING' AND host = ''");
    }

    private static boolean isAny(Handle handle, String condition) {
        return handle.createQuery("SELECT 1 FROM run WHERE " + condition + " LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** How many runs of each pipeline are at work. */
    static Map<String, Integer> active(Handle handle) {
        Map<String, Integer> active = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT pipeline, COUNT(*) AS active
                        FROM run
                        WHERE state = :running
                          AND pipeline IS NOT NULL
                        GROUP BY pipeline
                        """)
                .bind("running", RunState.RUNNING.name())
                .map((row, context) -> Map.entry(row.getString("pipeline"), row.getInt("active")))
                .forEach(entry -> active.put(entry.getKey(), entry.getValue()));
        return active;
    }

    /** Makes this process the worker of a queued run; false if another was quicker. */
    static boolean begin(Handle handle, String id, long now, long leaseUntil) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET state = :to, started_at = :now, host = :host, pid = :pid, process_started = :processStarted,
                                    lease_until = :leaseUntil
                                WHERE run_id = :id
                                  AND state = :queued
                                """)
                        .bind("to", RunState.RUNNING.name())
                        .bind("now", now)
                        .bind("host", Worker.SELF.host())
                        .bind("pid", Worker.SELF.pid())
                        .bind("processStarted", Worker.SELF.processStarted())
                        .bind("leaseUntil", leaseUntil)
                        .bind("id", id)
                        .bind("queued", RunState.QUEUED.name())
                        .execute()
                > 0;
    }

    /** Puts a run back into the queue that was taken and not begun; false if it is not so any more, or in other hands. */
    static boolean giveBack(Handle handle, String id, int generation, int deaths) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET state = :to, generation = generation + 1, deaths = deaths + :deaths, host = '', lease_until = 0
                                WHERE run_id = :id
                                  AND generation = :generation
                                  AND host > ''
                                  AND state IN (<from>)
                                """)
                        .bind("to", RunState.QUEUED.name())
                        .bind("deaths", deaths)
                        .bind("id", id)
                        .bind("generation", generation)
                        .bindList("from", Transitions.into(RunState.QUEUED))
                        .execute()
                > 0;
    }

    static RunState state(Handle handle, String id) {
        return handle.createQuery("SELECT state FROM run WHERE run_id = :id")
                .bind("id", id)
                .map((row, context) -> RunState.valueOf(row.getString("state")))
                .one();
    }

    /** The first who asks is remembered. */
    static void askCancel(Handle handle, String id, String by, long now) {
        handle.createUpdate(
                        """
                        UPDATE run
                        SET cancel_asked_at = :now, cancel_asked_by = :by
                        WHERE run_id = :id
                          AND cancel_asked_at IS NULL
                        """)
                .bind("now", now)
                .bind("by", by)
                .bind("id", id)
                .execute();
    }

    static boolean isCancelAsked(Handle handle, String id) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE run_id = :id AND cancel_asked_at IS NOT NULL")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Those of some runs that are to be cancelled. */
    static Set<String> cancelAsked(Handle handle, Set<String> runs) {
        return handle.createQuery("SELECT run_id FROM run WHERE run_id IN (<runs>) AND cancel_asked_at IS NOT NULL")
                .bindList("runs", runs)
                .mapTo(String.class)
                .set();
    }
}
