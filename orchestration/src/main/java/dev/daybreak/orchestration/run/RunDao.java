package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of runs and steps. */
final class RunDao {
    private RunDao() {}

    /** A run whose state is not final. */
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

    static boolean runExists(Handle handle, String id) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE run_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** False if the run is over or in other hands. */
    static boolean renewRun(Handle handle, String id, int generation, long leaseUntil) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET lease_until = :leaseUntil
                                WHERE run_id = :id
                                  AND generation = :generation
                                  AND state = :running
                                """)
                        .bind("leaseUntil", leaseUntil)
                        .bind("id", id)
                        .bind("generation", generation)
                        .bind("running", RunState.RUNNING.name())
                        .execute()
                > 0;
    }

    /** False if the run is over already, or in other hands. */
    static boolean endRun(Handle handle, String id, int generation, RunState to, long now) {
        return handle.createUpdate(
                                """
                                UPDATE run
                                SET state = :to, ended_at = :now
                                WHERE run_id = :id
                                  AND generation = :generation
                                  AND state IN (<from>)
                                """)
                        .bind("to", to.name())
                        .bind("now", now)
                        .bind("id", id)
                        .bind("generation", generation)
                        .bindList("from", Transitions.into(to))
                        .execute()
                > 0;
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

    /** Runs that are not closed and have no live attempt. */
    static List<OpenRun> openRunsWithoutAttempts(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT r.run_id, r.host, r.pid, r.process_started, r.lease_until, r.due_at, r.generation, r.deaths, r.cancel_asked_at
                        FROM run r
                        WHERE r.state = :running
                          AND NOT EXISTS (
                              SELECT 1
                              FROM attempt a
                              WHERE a.run_id = r.run_id
                                AND a.state IN (<live>))
                        """)
                .bind("running", RunState.RUNNING.name())
                .bindList("live", AttemptDao.LIVE)
                .map((row, context) -> new OpenRun(
                        row.getString("run_id"),
                        new Worker(row.getString("host"), row.getLong("pid"), row.getLong("process_started")),
                        row.getLong("lease_until"),
                        row.getObject("due_at") != null,
                        row.getInt("generation"),
                        row.getInt("deaths"),
                        row.getObject("cancel_asked_at") != null))
                .list();
    }

    /** Begins a step; nothing happens if it was begun before. */
    static void beginStep(Handle handle, String run, StepSpan step, String reason, long now) {
        DataInterval interval = step.interval();
        List<List<Long>> partitions = step.partitions().stream()
                .map(partition -> List.of(
                        partition.start().toEpochMilli(), partition.end().toEpochMilli()))
                .toList();
        handle.createUpdate(
                        """
                        INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words, row_count, started_at)
                        VALUES (:key, :run, :asset, :start, :end, :partitions, :state, :reason, '', 0, :now)
                        ON CONFLICT (step_key) DO NOTHING
                        """)
                .bind("key", step.key())
                .bind("run", run)
                .bind("asset", step.asset().toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .bind("partitions", JsonText.write(partitions))
                .bind("state", StepState.RUNNING.name())
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    static void endStep(Handle handle, StepResult result, long now) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, words = :words, row_count = :rows, ended_at = :now,
                            error_code = :code, error_message = :message, error_place = :place, error_mend = :mend
                        WHERE step_key = :key
                          AND state IN (<from>)
                        """)
                .bind("to", result.state().name())
                .bind("words", result.words())
                .bind("rows", result.rows())
                .bind("now", now)
                .bindMap(FailureColumns.of(result.failure()))
                .bind("key", result.step().key())
                .bindList("from", Transitions.into(result.state()))
                .execute();
    }

    /** Cancels what a run that is over left undone. */
    static void cancelSteps(Handle handle, String run, long now) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, ended_at = :now
                        WHERE run_id = :run
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.CANCELLED.name())
                .bind("now", now)
                .bind("run", run)
                .bindList("from", Transitions.into(StepState.CANCELLED))
                .execute();
    }
}
