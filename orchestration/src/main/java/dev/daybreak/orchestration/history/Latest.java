package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

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

    /**
     * The newest steps that failed, and whose partitions were not done since, be it by several steps; newest first. One whose partitions all
     * failed anew, be it in others, is left out.
     */
    public List<StepRecord> failures(int most) {
        return failures(Optional.empty(), most);
    }

    /** The same, of one asset. */
    public List<StepRecord> failures(AssetKey asset, int most) {
        return failures(Optional.of(asset), most);
    }

    private List<StepRecord> failures(Optional<AssetKey> asset, int most) {
        Map<AssetKey, Set<DataInterval>> told = new HashMap<>();
        return store.jdbi().withHandle(handle -> failures(handle, asset, most).stream()
                .filter(step -> step.partitions().size() == 1 || !isMended(handle, step))
                .filter(step -> told.computeIfAbsent(step.asset(), absent -> new HashSet<>())
                        .addAll(step.partitions()))
                .toList());
    }

    /** Those that no one step has done. */
    private static List<StepRecord> failures(Handle handle, Optional<AssetKey> asset, int most) {
        Query query = handle.createQuery(
                """
                        SELECT *
                        FROM step s
                        WHERE state = 'FAILED'
                          AND ended_at IS NOT NULL
                          %s
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
                        """
                        .formatted(asset.isPresent() ? "AND s.asset = :asset" : ""));
        asset.ifPresent(key -> query.bind("asset", key.toString()));
        return query.bind("most", most).map((row, context) -> Rows.step(row)).list();
    }

    /** Whether each of its partitions was published later. */
    private static boolean isMended(Handle handle, StepRecord step) {
        DataInterval all = step.span();
        return handle.createQuery(
                                """
                                SELECT COUNT(DISTINCT interval_start)
                                FROM materialization
                                WHERE asset = :asset
                                  AND interval_start >= :start
                                  AND interval_end <= :end
                                  AND published_at > :failed
                                """)
                        .bind("asset", step.asset().toString())
                        .bind("start", all.start().toEpochMilli())
                        .bind("end", all.end().toEpochMilli())
                        .bind("failed", step.ended().orElseThrow().toEpochMilli())
                        .mapTo(Integer.class)
                        .one()
                == step.partitions().size();
    }
}
