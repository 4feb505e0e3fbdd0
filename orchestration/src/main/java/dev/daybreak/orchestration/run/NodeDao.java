package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows that say how far runs are with their assets. */
final class NodeDao {
    private NodeDao() {}

    /** An asset whose inputs are settled in a run, and that is to be planned. */
    record ToPlan(String run, AssetKey asset, List<DataInterval> partitions) {}

    /** @param states of every asset that is asked for */
    static void insert(Handle handle, String run, int lane, Map<AssetKey, NodeState> states, RunRequest request) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO run_asset (run_id, asset, lane, state, partitions)
                VALUES (:run, :asset, :lane, :state, :partitions)
                """);
        states.forEach((asset, state) -> batch.bind("run", run)
                .bind("asset", asset.toString())
                .bind("lane", lane)
                .bind("state", state.name())
                .bind("partitions", StoredPlan.intervals(request.demand().partitions(asset)))
                .add());
        if (!states.isEmpty()) {
            batch.execute();
        }
    }

    static Map<AssetKey, List<DataInterval>> partitions(Handle handle, String run) {
        Map<AssetKey, List<DataInterval>> partitions = new LinkedHashMap<>();
        handle.createQuery("SELECT asset, partitions FROM run_asset WHERE run_id = :run")
                .bind("run", run)
                .map((row, context) -> Map.entry(
                        AssetKey.parse(row.getString("asset")), StoredPlan.intervals(row.getString("partitions"))))
                .forEach(entry -> partitions.put(entry.getKey(), entry.getValue()));
        return partitions;
    }

    /** What is to be planned next and nobody plans just now. */
    static Optional<ToPlan> next(Handle handle, Scope scope, long now) {
        return scope.bind(handle.createQuery(
                        """
                        SELECT run_id, asset, partitions
                        FROM run_asset
                        WHERE state = 'TO_PLAN'
                          AND planner_until < :now
                          AND %s
                        ORDER BY lane, run_id
                        LIMIT 1
                        """
                                .formatted(scope.condition())))
                .bind("now", now)
                .map((row, context) -> new ToPlan(
                        row.getString("run_id"),
                        AssetKey.parse(row.getString("asset")),
                        StoredPlan.intervals(row.getString("partitions"))))
                .findOne();
    }

    /** Tells others that an asset is being planned; false if somebody was quicker. */
    static boolean beginPlan(Handle handle, ToPlan node, long now, long until) {
        return handle.createUpdate(
                                """
                                UPDATE run_asset
                                SET planner_until = :until
                                WHERE run_id = :run
                                  AND asset = :asset
                                  AND state = 'TO_PLAN'
                                  AND planner_until < :now
                                """)
                        .bind("until", until)
                        .bind("run", node.run())
                        .bind("asset", node.asset().toString())
                        .bind("now", now)
                        .execute()
                > 0;
    }

    /** Keeps all others who would change how far the run is with the asset waiting until the transaction is over. */
    static void touch(Handle handle, String run, AssetKey asset) {
        handle.createUpdate("UPDATE run_asset SET touched = touched + 1 WHERE run_id = :run AND asset = :asset")
                .bind("run", run)
                .bind("asset", asset.toString())
                .execute();
    }

    /** False if it is in another state than this may follow. */
    static boolean change(Handle handle, String run, AssetKey asset, NodeState to) {
        return handle.createUpdate(
                                """
                                UPDATE run_asset
                                SET state = :to
                                WHERE run_id = :run
                                  AND asset = :asset
                                  AND state IN (<from>)
                                """)
                        .bind("to", to.name())
                        .bind("run", run)
                        .bind("asset", asset.toString())
                        .bindList("from", Transitions.into(to))
                        .execute()
                > 0;
    }

    /** Gives up what is not planned yet, and ends what has no step at work any more. */
    static void drop(Handle handle, String run) {
        handle.createUpdate("UPDATE run_asset SET state = :to WHERE run_id = :run AND state IN (<from>)")
                .bind("to", NodeState.DROPPED.name())
                .bind("run", run)
                .bindList("from", Transitions.into(NodeState.DROPPED))
                .execute();
        handle.createUpdate(
                        """
                        UPDATE run_asset
                        SET state = :to
                        WHERE run_id = :run
                          AND state IN (<from>)
                          AND NOT EXISTS (
                              SELECT 1
                              FROM step s
                              WHERE s.run_id = run_asset.run_id
                                AND s.asset = run_asset.asset
                                AND s.state IN (<open>))
                        """)
                .bind("to", NodeState.FINISHED.name())
                .bind("run", run)
                .bindList("from", Transitions.into(NodeState.FINISHED))
                .bindList("open", StepDao.OPEN)
                .execute();
    }

    /** How many assets of a run stand how. */
    static Map<NodeState, Integer> count(Handle handle, String run, Collection<AssetKey> assets) {
        Map<NodeState, Integer> count = new LinkedHashMap<>();
        handle.createQuery(
                        """
                        SELECT state, COUNT(*) AS assets
                        FROM run_asset
                        WHERE run_id = :run
                          AND asset IN (<assets>)
                        GROUP BY state
                        """)
                .bind("run", run)
                .bindList("assets", assets.stream().map(AssetKey::toString).toList())
                .map((row, context) -> Map.entry(NodeState.valueOf(row.getString("state")), row.getInt("assets")))
                .forEach(entry -> count.put(entry.getKey(), entry.getValue()));
        return count;
    }

    static boolean isAny(Handle handle, String run, Collection<NodeState> states) {
        return handle.createQuery("SELECT 1 FROM run_asset WHERE run_id = :run AND state IN (<states>) LIMIT 1")
                .bind("run", run)
                .bindList("states", states.stream().map(NodeState::name).toList())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static String request(Handle handle, String run) {
        return handle.createQuery("SELECT request FROM run WHERE run_id = :run")
                .bind("run", run)
                .mapTo(String.class)
                .one();
    }

    static void writeRequest(Handle handle, String run, RunRequest request) {
        handle.createUpdate("UPDATE run SET request = :request WHERE run_id = :run")
                .bind("request", StoredRequest.write(request))
                .bind("run", run)
                .execute();
    }
}
