package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.run.StepDao.Rank;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Questions for steps that may be taken. States stand in them as text, since indexes that hold only rows of a state are not found
 * otherwise.
 */
final class ReadyDao {
    private ReadyDao() {}

    /**
     * A step that is not over, as it is kept.
     *
     * @param interval from the start of its first partition to the end of its last
     * @param plan as {@link StoredPlan} writes it
     * @param begun when it was claimed first, in milliseconds; empty if it never was
     * @param tries how many have failed
     */
    record Row(
            String key,
            String run,
            AssetKey asset,
            DataInterval interval,
            String plan,
            Rank rank,
            String pool,
            int weight,
            Order order,
            Optional<Long> begun,
            int tries) {
        /** With all of its partitions as one. */
        StepSpan span() {
            return new StepSpan(key, asset, List.of(interval));
        }
    }

    /** Whether there is anything that could be taken now. */
    static boolean isAnyDue(Handle handle, Scope scope, long now) {
        return scope.bind(handle.createQuery(
                        """
                        SELECT 1
                        WHERE EXISTS (SELECT 1 FROM step WHERE state = 'READY' AND %1$s)
                           OR EXISTS (SELECT 1 FROM step WHERE state = 'WAITING' AND due_at <= :now AND %1$s)
                        """
                                .formatted(scope.condition())))
                .bind("now", now)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Whether a step waits for a moment. */
    static boolean isAnyTimed(Handle handle, Scope scope) {
        return scope.bind(handle.createQuery(
                        """
                        SELECT 1
                        FROM step
                        WHERE state = 'WAITING'
                          AND due_at IS NOT NULL
                          AND %s
                        LIMIT 1
                        """
                                .formatted(scope.condition())))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Makes ready what has waited for its moment. */
    static void wake(Handle handle, long now) {
        handle.createUpdate("UPDATE step SET state = 'READY', due_at = NULL WHERE state = 'WAITING' AND due_at <= :now")
                .bind("now", now)
                .execute();
    }

    /** The names of pools with ready steps. Jumps through the index from one to the next. */
    static List<String> pools(Handle handle) {
        return handle.createQuery(
                        """
                        WITH RECURSIVE ready (pool) AS (
                            SELECT MIN(pool)
                            FROM step
                            WHERE state = 'READY'
                            UNION ALL
                            SELECT (SELECT MIN(s.pool)
                                    FROM step s
                                    WHERE s.state = 'READY'
                                      AND s.pool > r.pool)
                            FROM ready r
                            WHERE r.pool IS NOT NULL)
                        SELECT pool
                        FROM ready
                        WHERE pool IS NOT NULL
                        """)
                .mapTo(String.class)
                .list();
    }

    /** How many slots of a pool the steps at work take. */
    static int used(Handle handle, String pool) {
        return handle.createQuery("SELECT COALESCE(SUM(weight), 0) FROM step WHERE state = 'RUNNING' AND pool = :pool")
                .bind("pool", pool)
                .mapTo(Integer.class)
                .one();
    }

    /** How many slots of a pool its ready steps wait for. */
    static int wanted(Handle handle, String pool) {
        return handle.createQuery("SELECT COALESCE(SUM(weight), 0) FROM step WHERE state = 'READY' AND pool = :pool")
                .bind("pool", pool)
                .mapTo(Integer.class)
                .one();
    }

    /** Ready steps of a pool in the order in which they are to be taken. */
    static List<Row> ready(Handle handle, Scope scope, String pool, int most) {
        return scope.bind(handle.createQuery(
                        """
                        SELECT step_key, run_id, asset, interval_start, interval_end, plan, lane, priority, turn, pool, weight, publish_order, begun_at, tries
                        FROM step
                        WHERE state = 'READY'
                          AND pool = :pool
                          AND %s
                        ORDER BY lane, priority DESC, turn, step_key
                        LIMIT :most
                        """
                                .formatted(scope.condition())))
                .bind("pool", pool)
                .bind("most", most)
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        long begun = row.getLong("begun_at");
        return new Row(
                row.getString("step_key"),
                row.getString("run_id"),
                AssetKey.parse(row.getString("asset")),
                new DataInterval(
                        Instant.ofEpochMilli(row.getLong("interval_start")),
                        Instant.ofEpochMilli(row.getLong("interval_end"))),
                row.getString("plan"),
                new Rank(row.getInt("lane"), row.getInt("priority"), row.getLong("turn")),
                row.getString("pool"),
                row.getInt("weight"),
                Order.valueOf(row.getString("publish_order")),
                row.getObject("begun_at") == null ? Optional.empty() : Optional.of(begun),
                row.getInt("tries"));
    }
}
