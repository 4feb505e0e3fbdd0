package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of runs and steps, as far as people are told of them. */
final class RunEndDao {
    private RunEndDao() {}

    /**
     * A run that is over.
     *
     * @param pipeline empty for a run that is a part of a backfill
     * @param backfill empty for all other runs
     * @param failure why it could not even begin; empty if it did
     */
    record RunEnd(
            String id,
            RunState state,
            String pipeline,
            String backfill,
            String words,
            String by,
            Instant intervalStart,
            Instant intervalEnd,
            Instant started,
            Instant ended,
            Optional<String> failure) {}

    /** The first error of a run. */
    record FirstError(String asset, String message, String place, String mend) {}

    /** @param rows of all steps together */
    record Counts(Map<StepState, Integer> steps, long rows) {}

    /** Runs of which nobody was told yet, in the order in which they ended. */
    static List<RunEnd> toTell(Handle handle, int most) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM run
                        WHERE end_told = 1
                        ORDER BY ended_at, run_id
                        LIMIT :most
                        """)
                .bind("most", most)
                .map((row, context) -> end(row))
                .list();
    }

    private static RunEnd end(ResultSet row) throws SQLException {
        String pipeline = row.getString("pipeline");
        return new RunEnd(
                row.getString("run_id"),
                RunState.valueOf(row.getString("state")),
                pipeline == null ? "" : pipeline,
                row.getString("backfill_id"),
                row.getString("words"),
                row.getString("requested_by"),
                Instant.ofEpochMilli(row.getLong("interval_start")),
                Instant.ofEpochMilli(row.getLong("interval_end")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("ended_at")),
                Optional.ofNullable(row.getString("failure")));
    }

    /** False if others were quicker with all of them. */
    static boolean told(Handle handle, List<String> runs) {
        return handle.createUpdate("UPDATE run SET end_told = 2 WHERE run_id IN (<runs>) AND end_told = 1")
                        .bindList("runs", runs)
                        .execute()
                > 0;
    }

    static Counts counts(Handle handle, String run) {
        Map<StepState, Integer> steps = new EnumMap<>(StepState.class);
        List<Long> rows = handle.createQuery(
                        """
                        SELECT state, COUNT(*) AS steps, SUM(row_count) AS published
                        FROM step
                        WHERE run_id = :run
                        GROUP BY state
                        """)
                .bind("run", run)
                .map((row, context) -> {
                    steps.put(StepState.valueOf(row.getString("state")), row.getInt("steps"));
                    return row.getLong("published");
                })
                .list();
        return new Counts(steps, rows.stream().mapToLong(Long::longValue).sum());
    }

    static Optional<FirstError> firstError(Handle handle, String run) {
        return handle.createQuery(
                        """
                        SELECT asset, error_message, error_place, error_mend
                        FROM step
                        WHERE run_id = :run
                          AND state = 'FAILED'
                          AND error_message IS NOT NULL
                        ORDER BY ended_at, step_key
                        LIMIT 1
                        """)
                .bind("run", run)
                .map((row, context) -> new FirstError(
                        row.getString("asset"),
                        row.getString("error_message"),
                        row.getString("error_place"),
                        row.getString("error_mend")))
                .findOne();
    }
}
