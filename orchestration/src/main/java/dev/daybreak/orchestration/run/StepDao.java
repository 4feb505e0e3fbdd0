package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.project.asset.AssetKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of steps. */
final class StepDao {
    /** States that are not final. */
    static final List<String> OPEN = Arrays.stream(StepState.values())
            .filter(state -> !state.isFinal())
            .map(Enum::name)
            .toList();

    private StepDao() {}

    /**
     * Where steps stand among all others.
     *
     * @param lane one of {@link Scope}
     * @param turn of the first of them; each has one more than the one before
     */
    record Rank(int lane, int priority, long turn) {}

    /**
     * Writes steps that are to be done: ready, or waiting for the one before where steps of the asset have an order.
     *
     * @param plans of the steps, as {@link StoredPlan} writes them
     */
    static void insert(
            Handle handle,
            String run,
            List<StepTask> steps,
            List<String> plans,
            Rank rank,
            boolean isFirstReady,
            long now) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words, row_count, started_at,
                                  lane, priority, turn, pool, weight, publish_order, plan)
                VALUES (:key, :run, :asset, :start, :end, :partitions, :state, :reason, '', 0, :now,
                        :lane, :priority, :turn, :pool, :weight, :order, :plan)
                """);
        boolean isReady = isFirstReady;
        for (int i = 0; i < steps.size(); i++) {
            StepTask step = steps.get(i);
            isReady |= step.order() == Order.ANY;
            bind(batch, run, step.span(), isReady ? StepState.READY : StepState.WAITING, now);
            batch.bind("reason", step.batch().reason())
                    .bind("lane", rank.lane())
                    .bind("priority", rank.priority())
                    .bind("turn", rank.turn() + i)
                    .bind("pool", step.node().asset().about().slots().pool())
                    .bind("weight", step.node().asset().about().slots().weight())
                    .bind("order", step.order().name())
                    .bind("plan", plans.get(i))
                    .add();
            isReady = false;
        }
        if (!steps.isEmpty()) {
            batch.execute();
        }
    }

    /** Writes a step that is over before it began. */
    static void insertEnded(Handle handle, String run, StepResult result, String reason, long now) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO step (step_key, run_id, asset, interval_start, interval_end, partitions, state, reason, words, row_count, started_at,
                                  ended_at, error_code, error_message, error_place, error_mend)
                VALUES (:key, :run, :asset, :start, :end, :partitions, :state, :reason, :words, :rows, :now,
                        :now, :code, :message, :place, :mend)
                """);
        bind(batch, run, result.step(), result.state(), now);
        batch.bind("reason", reason)
                .bind("words", result.words())
                .bind("rows", result.rows())
                .bindMap(FailureColumns.of(result.failure()))
                .add();
        batch.execute();
    }

    private static void bind(PreparedBatch batch, String run, StepSpan step, StepState state, long now) {
        batch.bind("key", step.key())
                .bind("run", run)
                .bind("asset", step.asset().toString())
                .bind("start", step.interval().start().toEpochMilli())
                .bind("end", step.interval().end().toEpochMilli())
                .bind("partitions", StoredPlan.intervals(step.partitions()))
                .bind("state", state.name())
                .bind("now", now);
    }

    /** Attempts at them begin. */
    static void begin(Handle handle, Collection<String> keys, long now) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to,
                            started_at = CASE WHEN begun_at IS NULL THEN :now ELSE started_at END,
                            begun_at = COALESCE(begun_at, :now)
                        WHERE step_key IN (<keys>)
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.RUNNING.name())
                .bind("now", now)
                .bindList("keys", keys)
                .bindList("from", Transitions.into(StepState.RUNNING))
                .execute();
    }

    /**
     * Puts it off.
     *
     * @param due when it is ready again; empty: when it is released
     * @param failed how many tries to count
     */
    static void await(Handle handle, String key, Optional<Long> due, int failed) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, due_at = :due, words = '', tries = tries + :failed
                        WHERE step_key = :key
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.WAITING.name())
                .bind("due", due.orElse(null))
                .bind("failed", failed)
                .bind("key", key)
                .bindList("from", Transitions.into(StepState.WAITING))
                .execute();
    }

    /** Lets any worker take it again. */
    static void giveBack(Handle handle, String key, int deaths) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, deaths = deaths + :deaths
                        WHERE step_key = :key
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.READY.name())
                .bind("deaths", deaths)
                .bind("key", key)
                .bindList("from", Transitions.into(StepState.READY))
                .execute();
    }

    static int deaths(Handle handle, String key) {
        return handle.createQuery("SELECT deaths FROM step WHERE step_key = :key")
                .bind("key", key)
                .mapTo(Integer.class)
                .one();
    }

    /** Gives a step that was planned anew what is left of it. */
    static void rewrite(Handle handle, String key, NodePlan.Batch batch) {
        StepSpan left = new StepSpan(key, batch.partitions().get(0).asset(), batch.intervals());
        handle.createUpdate(
                        """
                        UPDATE step
                        SET interval_start = :start, interval_end = :end, partitions = :partitions, reason = :reason, plan = :plan
                        WHERE step_key = :key
                        """)
                .bind("start", left.interval().start().toEpochMilli())
                .bind("end", left.interval().end().toEpochMilli())
                .bind("partitions", StoredPlan.intervals(left.partitions()))
                .bind("reason", batch.reason())
                .bind("plan", StoredPlan.batch(batch))
                .bind("key", key)
                .execute();
    }

    /** Gives a step that cannot be done what it now stands for. */
    static void rewrite(Handle handle, StepSpan left, String reason) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET interval_start = :start, interval_end = :end, partitions = :partitions, reason = :reason
                        WHERE step_key = :key
                        """)
                .bind("start", left.interval().start().toEpochMilli())
                .bind("end", left.interval().end().toEpochMilli())
                .bind("partitions", StoredPlan.intervals(left.partitions()))
                .bind("reason", reason)
                .bind("key", left.key())
                .execute();
    }

    /** Removes a step that turned out to be nothing before it was tried. */
    static void remove(Handle handle, String key) {
        handle.createUpdate("DELETE FROM step WHERE step_key = :key")
                .bind("key", key)
                .execute();
    }

    /**
     * What a step leaves when it is over.
     *
     * @param order what the steps of its asset owe to each other
     * @param isLast whether no other step of its run and asset is open
     */
    record Left(Order order, boolean isLast) {}

    /** Ends a step; empty if it is over already. */
    static Optional<Left> end(Handle handle, StepResult result, long now) {
        return handle.createQuery(
                        """
                        UPDATE step
                        SET state = :to, words = :words, row_count = :rows, ended_at = :now, plan = '', due_at = NULL,
                            error_code = :code, error_message = :message, error_place = :place, error_mend = :mend
                        WHERE step_key = :key
                          AND state IN (<from>)
                        RETURNING publish_order,
                                  CASE WHEN EXISTS (
                                      SELECT 1
                                      FROM step other
                                      WHERE other.run_id = step.run_id
                                        AND other.asset = step.asset
                                        AND other.state IN (<open>)
                                        AND other.step_key <> step.step_key)
                                  THEN 0 ELSE 1 END AS is_last
                        """)
                .bind("to", result.state().name())
                .bind("words", result.words())
                .bind("rows", result.rows())
                .bind("now", now)
                .bindMap(FailureColumns.of(result.failure()))
                .bind("key", result.step().key())
                .bindList("from", Transitions.into(result.state()))
                .bindList("open", OPEN)
                .map((row, context) ->
                        new Left(Order.valueOf(row.getString("publish_order")), row.getInt("is_last") == 1))
                .findOne();
    }

    /** Cancels steps of a run: those that are not at work, or all that are not over. */
    static void cancel(Handle handle, String run, boolean isAlsoAtWork, long now) {
        List<String> from = Transitions.into(StepState.CANCELLED).stream()
                .filter(state -> isAlsoAtWork || !state.equals(StepState.RUNNING.name()))
                .toList();
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to, ended_at = :now, plan = '', due_at = NULL
                        WHERE run_id = :run
                          AND state IN (<from>)
                        """)
                .bind("to", StepState.CANCELLED.name())
                .bind("now", now)
                .bind("run", run)
                .bindList("from", from)
                .execute();
    }

    static boolean isAny(Handle handle, String run, AssetKey asset, List<String> states) {
        return handle.createQuery(
                        "SELECT 1 FROM step WHERE run_id = :run AND asset = :asset AND state IN (<states>) LIMIT 1")
                .bind("run", run)
                .bind("asset", asset.toString())
                .bindList("states", states)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static boolean isAny(Handle handle, String run, List<StepState> states) {
        return handle.createQuery("SELECT 1 FROM step WHERE run_id = :run AND state IN (<states>) LIMIT 1")
                .bind("run", run)
                .bindList("states", states.stream().map(StepState::name).toList())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /**
     * The earlier steps of a step's asset that are not over.
     *
     * @param isAnyIdle whether one could be at work, and is not, or waits for something outside
     */
    record Earlier(boolean isAny, boolean isAnyIdle) {}

    static Earlier earlier(Handle handle, String run, StepSpan step, long now) {
        return handle.createQuery(
                        """
                        SELECT COUNT(*) AS steps,
                               COUNT(CASE WHEN state = :ready OR state = :waiting AND (due_at <= :now OR words > '') THEN 1 END) AS idle
                        FROM step
                        WHERE run_id = :run
                          AND asset = :asset
                          AND state IN (<open>)
                          AND interval_start < :start
                        """)
                .bind("ready", StepState.READY.name())
                .bind("waiting", StepState.WAITING.name())
                .bind("now", now)
                .bind("run", run)
                .bind("asset", step.asset().toString())
                .bindList("open", OPEN)
                .bind("start", step.interval().start().toEpochMilli())
                .map((row, context) -> new Earlier(row.getInt("steps") > 0, row.getInt("idle") > 0))
                .one();
    }

    /** The keys of an asset's steps in a run that neither are over nor at work, oldest partition first. */
    static List<String> waiting(Handle handle, String run, AssetKey asset) {
        return handle.createQuery(
                        """
                        SELECT step_key
                        FROM step
                        WHERE run_id = :run
                          AND asset = :asset
                          AND state IN (<waiting>)
                        ORDER BY interval_start
                        """)
                .bind("run", run)
                .bind("asset", asset.toString())
                .bindList("waiting", List.of(StepState.WAITING.name(), StepState.READY.name()))
                .mapTo(String.class)
                .list();
    }

    /** What a step stands for. */
    static StepSpan span(Handle handle, String key) {
        return handle.createQuery("SELECT asset, partitions FROM step WHERE step_key = :key")
                .bind("key", key)
                .map((row, context) -> new StepSpan(
                        key, AssetKey.parse(row.getString("asset")), StoredPlan.intervals(row.getString("partitions"))))
                .one();
    }

    /** Makes the first step of an asset ready that waits for those before it. */
    static void releaseNext(Handle handle, String run, AssetKey asset) {
        handle.createUpdate(
                        """
                        UPDATE step
                        SET state = :to
                        WHERE step_key = (
                            SELECT step_key
                            FROM step
                            WHERE run_id = :run
                              AND asset = :asset
                              AND state = 'WAITING'
                              AND due_at IS NULL
                            ORDER BY interval_start
                            LIMIT 1)
                          AND state = 'WAITING'
                        """)
                .bind("to", StepState.READY.name())
                .bind("run", run)
                .bind("asset", asset.toString())
                .execute();
    }
}
