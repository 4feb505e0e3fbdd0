package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of runs. */
final class RunDao {
    private RunDao() {}

    /**
     * A run that a process holds.
     *
     * @param queued whether it came from the queue and is not begun yet
     */
    record OpenRun(
            String id,
            Worker worker,
            long leaseUntil,
            boolean queued,
            int generation,
            int deaths,
            boolean cancelAsked) {}

    static void insertRun(Handle handle, String id, RunRequest request, long now, long leaseUntil) {
        handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until)
                        VALUES (:id, :kind, :words, :by, :state, :now, :host, :pid, :processStarted, :leaseUntil)
                        """)
                .bind("id", id)
                .bind("kind", request.kind().toString())
                .bind("words", request.words().orElse(""))
                .bind("by", request.by())
                .bind("state", RunState.RUNNING.name())
                .bind("now", now)
                .bind("host", Worker.SELF.host())
                .bind("pid", Worker.SELF.pid())
                .bind("processStarted", Worker.SELF.processStarted())
                .bind("leaseUntil", leaseUntil)
                .execute();
    }

    /** A run that is at work from its beginning, and that no process holds: any worker works on it. */
    static void insertShared(Handle handle, String id, RunRequest request, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, host, pid, process_started, lease_until, due_at)
                        VALUES (:id, :kind, :words, :by, :state, :now, '', 0, 0, 0, :now)
                        """)
                .bind("id", id)
                .bind("kind", request.kind().toString())
                .bind("words", request.words().orElse(""))
                .bind("by", request.by())
                .bind("state", RunState.RUNNING.name())
                .bind("now", now)
                .execute();
    }

    /** A run that is over already. */
    static void insertEnded(Handle handle, String id, String kind, String words, String by, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO run (run_id, kind, words, requested_by, state, started_at, ended_at, host, pid, process_started, lease_until)
                        VALUES (:id, :kind, :words, :by, :state, :now, :now, '', 0, 0, 0)
                        """)
                .bind("id", id)
                .bind("kind", kind)
                .bind("words", words)
                .bind("by", by)
                .bind("state", RunState.SUCCEEDED.name())
                .bind("now", now)
                .execute();
    }

    static boolean runExists(Handle handle, String id) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE run_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** False if the run is over. */
    static boolean renewRun(Handle handle, String id, long leaseUntil) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET lease_until = :leaseUntil
                                WHERE run_id = :id
                                  AND state = :running
                                """)
                        .bind("leaseUntil", leaseUntil)
                        .bind("id", id)
                        .bind("running", RunState.RUNNING.name())
                        .execute()
                > 0;
    }

    /** With a run that came from the queue, it is noted that people may have to be told. False if the run is over already. */
    static boolean endRun(Handle handle, String id, RunState to, long now) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET state = :to, ended_at = :now, end_told = CASE WHEN due_at IS NULL THEN 0 ELSE :toTell END
                                WHERE run_id = :id
                                  AND state IN (<from>)
                                """)
                        .bind("to", to.name())
                        .bind("now", now)
                        .bind("toTell", to == RunState.CANCELLED ? 0 : 1)
                        .bind("id", id)
                        .bindList("from", Transitions.into(to))
                        .execute()
                > 0;
    }

    /** Keeps all others who would end the run waiting until the transaction is over. */
    static void touch(Handle handle, String id) {
        handle.createUpdate("UPDATE run SET generation = generation WHERE run_id = :id")
                .bind("id", id)
                .execute();
    }

    /**
     * How the steps of a run stand among those of others.
     *
     * @param lane one of {@link Scope}
     * @param flow those of one flow take turns with those of others
     */
    record Traits(int lane, int priority, String flow) {}

    static Traits traits(Handle handle, String id) {
        return handle.createQuery("SELECT pipeline, backfill_id, due_at, priority FROM run WHERE run_id = :id")
                .bind("id", id)
                .map((row, context) -> traits(
                        id,
                        row.getObject("due_at") != null,
                        row.getString("backfill_id"),
                        String.valueOf(row.getString("pipeline")),
                        row.getInt("priority")))
                .one();
    }

    private static Traits traits(String id, boolean isQueued, String backfill, String pipeline, int priority) {
        if (!isQueued) {
            return new Traits(Scope.OWN, priority, id);
        }
        return backfill.isEmpty()
                ? new Traits(Scope.LIVE, priority, pipeline)
                : new Traits(Scope.BACKFILL, priority, backfill);
    }

    /** Cancels a run that nobody has taken yet. */
    static void endQueued(Handle handle, String id, long now) {
        handle.createUpdate(
                        """
                        UPDATE run
                        SET state = :to, ended_at = :now
                        WHERE run_id = :id
                          AND state = :queued
                        """)
                .bind("to", RunState.CANCELLED.name())
                .bind("now", now)
                .bind("id", id)
                .bind("queued", RunState.QUEUED.name())
                .execute();
    }

    /** Runs that a process holds: those that are its own, and those that it has taken from the queue and not begun yet. */
    static List<OpenRun> held(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT run_id, host, pid, process_started, lease_until, due_at, generation, deaths, cancel_asked_at
                        FROM run
                        WHERE state = :running
                          AND host > ''
                        """)
                .bind("running", RunState.RUNNING.name())
                .map((row, context) -> open(row))
                .list();
    }

    /** A run that a process holds; empty if it is over, or any worker works on it. */
    static Optional<OpenRun> held(Handle handle, String id) {
        return handle.createQuery(
                        """
                        SELECT run_id, host, pid, process_started, lease_until, due_at, generation, deaths, cancel_asked_at
                        FROM run
                        WHERE run_id = :id
                          AND state = :running
                          AND host > ''
                        """)
                .bind("id", id)
                .bind("running", RunState.RUNNING.name())
                .map((row, context) -> open(row))
                .findOne();
    }

    private static OpenRun open(ResultSet row) throws SQLException {
        return new OpenRun(
                row.getString("run_id"),
                new Worker(row.getString("host"), row.getLong("pid"), row.getLong("process_started")),
                row.getLong("lease_until"),
                row.getObject("due_at") != null,
                row.getInt("generation"),
                row.getInt("deaths"),
                row.getObject("cancel_asked_at") != null);
    }

    /** From now on any worker works on the steps of a run that this process has taken; false if it is in other hands, or over. */
    static boolean release(Handle handle, String id, int generation) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET host = '', pid = 0, process_started = 0, lease_until = 0
                                WHERE run_id = :id
                                  AND generation = :generation
                                  AND state = :running
                                  AND host > ''
                                """)
                        .bind("id", id)
                        .bind("generation", generation)
                        .bind("running", RunState.RUNNING.name())
                        .execute()
                > 0;
    }
}
