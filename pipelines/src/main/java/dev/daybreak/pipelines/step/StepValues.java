package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The values of steps, in the metadata store, as JSON. Thread-safe, and safe among processes. */
final class StepValues {
    private final Store store;

    StepValues(Store store) {
        this.store = store;
    }

    /**
     * What a step yielded for an interval.
     *
     * @param step the key of the step of the run that did
     */
    record Kept(String step, DataInterval interval, String value) {}

    /** The newest value of a step for an interval; empty if it was never done for it. */
    Optional<String> find(AssetKey step, DataInterval interval) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT step_value
                        FROM step_value
                        WHERE asset = :asset
                          AND interval_start = :start
                          AND interval_end = :end
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("asset", step.toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .mapTo(String.class)
                .findOne());
    }

    /** The newest value of a step for every interval for which it was done. */
    List<Kept> all(AssetKey step) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT step_key, interval_start, interval_end, step_value
                        FROM step_value v
                        WHERE asset = :asset
                          AND token = (
                              SELECT MAX(token)
                              FROM step_value n
                              WHERE n.asset = v.asset
                                AND n.interval_start = v.interval_start
                                AND n.interval_end = v.interval_end)
                        """)
                .bind("asset", step.toString())
                .map((row, context) -> new Kept(
                        row.getString("step_key"),
                        new DataInterval(
                                Instant.ofEpochMilli(row.getLong("interval_start")),
                                Instant.ofEpochMilli(row.getLong("interval_end"))),
                        row.getString("step_value")))
                .list());
    }

    /** Whether a step of a run has published. */
    boolean isPublished(String stepKey) {
        return store.jdbi().withHandle(handle -> handle.createQuery("SELECT 1 FROM step_value WHERE step_key = :key")
                .bind("key", stepKey)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /**
     * Publishes a step's value once.
     *
     * @param isNewest false refuses with {@code SUPERSEDED}
     */
    void publish(
            String stepKey, AssetKey step, DataInterval interval, long token, String value, BooleanSupplier isNewest) {
        store.inTransaction(step.toString(), handle -> {
            if (!isNewest.getAsBoolean()) {
                throw new DaybreakException(
                        ErrorCode.SUPERSEDED,
                        "Cannot publish the value of step '" + step + "': a newer attempt has taken over '" + stepKey
                                + "'.",
                        "");
            }
            handle.createUpdate(
                            """
                            INSERT INTO step_value (step_key, asset, interval_start, interval_end, token, step_value)
                            VALUES (:key, :asset, :start, :end, :token, :value)
                            ON CONFLICT (step_key) DO NOTHING
                            """)
                    .bind("key", stepKey)
                    .bind("asset", step.toString())
                    .bind("start", interval.start().toEpochMilli())
                    .bind("end", interval.end().toEpochMilli())
                    .bind("token", token)
                    .bind("value", value)
                    .execute();
            handle.createUpdate("DELETE FROM step_item WHERE step_key = :key")
                    .bind("key", stepKey)
                    .execute();
            Failpoint.INSIDE_COMMIT.reach();
            return null;
        });
    }

    /** The items of a step that are done, by their position. */
    Map<Integer, String> items(String stepKey) {
        Map<Integer, String> items = new LinkedHashMap<>();
        store.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT item, item_value FROM step_item WHERE step_key = :key ORDER BY item")
                        .bind("key", stepKey)
                        .map((row, context) -> Map.entry(row.getInt("item"), row.getString("item_value")))
                        .list())
                .forEach(entry -> items.put(entry.getKey(), entry.getValue()));
        return items;
    }

    void itemDone(String stepKey, AssetKey step, int item, String value) {
        store.inTransaction(step.toString(), handle -> handle.createUpdate(
                        """
                        INSERT INTO step_item (step_key, item, item_value)
                        VALUES (:key, :item, :value)
                        ON CONFLICT (step_key, item) DO NOTHING
                        """)
                .bind("key", stepKey)
                .bind("item", item)
                .bind("value", value)
                .execute());
    }
}
