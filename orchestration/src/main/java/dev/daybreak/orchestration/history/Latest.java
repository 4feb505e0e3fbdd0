package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import java.time.Instant;
import java.util.List;

/** What happened lately, for whoever looks whether all is well. Thread-safe. */
public final class Latest {
    private final Store store;

    public Latest(Store store) {
        this.store = store;
    }

    /** The newest of the runs that were at work at some time since a moment, oldest first; without runs that wait. */
    public List<RunRecord> runs(Instant since, int most) {
        return store.jdbi()
                .withHandle(handle -> History.withSteps(
                        handle,
                        handle.createQuery(
                                        """
                                        SELECT *
                                        FROM (
                                            SELECT *
                                            FROM run
                                            WHERE state <> 'QUEUED'
                                              AND started_at >= :since
                                            UNION
                                            SELECT *
                                            FROM run
                                            WHERE state = 'RUNNING'
                                            ORDER BY started_at DESC, run_id DESC
                                            LIMIT :most) AS latest
                                        ORDER BY started_at, run_id
                                        """)
                                .bind("since", since.toEpochMilli())
                                .bind("most", most)
                                .map((row, context) -> Rows.run(row))
                                .list()));
    }

    /** Steps that failed, and whose partitions no step has done since; newest first. */
    public List<StepRecord> failures(int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM step s
                        WHERE state = 'FAILED'
                          AND ended_at IS NOT NULL
                          AND NOT EXISTS (
                              SELECT 1
                              FROM step t
                              WHERE t.asset = s.asset
                                AND t.ended_at > s.ended_at
                                AND t.state IN ('SUCCEEDED', 'FAILED')
                                AND t.interval_start <= s.interval_start
                                AND t.interval_end >= s.interval_end)
                        ORDER BY ended_at DESC, step_key
                        LIMIT :most
                        """)
                .bind("most", most)
                .map((row, context) -> Rows.step(row))
                .list());
    }
}
