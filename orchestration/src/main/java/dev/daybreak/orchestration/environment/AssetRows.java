package dev.daybreak.orchestration.environment;

import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.LedgerRows;
import dev.daybreak.project.asset.AssetKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** All that a store knows of one asset as far as it decides what is to be done, as one environment takes it from another. */
final class AssetRows {
    /** The newest materialization of each partition, if it counts. */
    static final String CURRENT =
            """
            t.asset = ?
              AND t.undone_at IS NULL
              AND t.token = (
                  SELECT MAX(n.token)
                  FROM materialization n
                  WHERE n.asset = t.asset
                    AND n.undone_at IS NULL
                    AND n.interval_start = t.interval_start
                    AND n.interval_end = t.interval_end)
            """;

    private static final String OF_ASSET = "t.asset = ?";
    private static final String DONE = "t.asset = ? AND t.state = 'done'";
    private static final String MODEL = "t.name = ?";

    private AssetRows() {}

    /** Takes over what another store knows, in place of what there is; nothing of it may be this store's own. */
    static void replace(Handle from, Handle to, AssetKey asset, String prodFolder) {
        remove(to, asset);
        RowCopy copy = new RowCopy(from, to);
        List<String> key = List.of(asset.toString());
        copy.rows(
                "attempt",
                "t.token IN (SELECT t.token FROM materialization t WHERE " + CURRENT + ")",
                key,
                Map.of("intent", value -> null));
        copy.rows("materialization", CURRENT, key, Map.of());
        copy.rows(
                "check_result",
                "t.token IN (SELECT t.token FROM materialization t WHERE " + CURRENT + ")",
                key,
                Map.of());
        ledger(copy, asset);
        copy.rows("step_value", OF_ASSET, key, Map.of());
        if (asset.namespace().equals(AssetKey.MODELS)) {
            List<String> name = List.of(asset.name());
            // Artifacts stay where they are.
            UnaryOperator<Object> artifact = value -> prodFolder + "/" + value;
            copy.rows("model_version", MODEL, name, Map.of("artifact", artifact));
            copy.rows("model_alias", MODEL, name, Map.of());
        }
    }

    /** What a source has brought in, in place of what the other store knows of it. */
    static void replaceLedger(Handle from, Handle to, AssetKey asset) {
        LedgerRows.remove(to, asset);
        ledger(new RowCopy(from, to), asset);
    }

    private static void ledger(RowCopy copy, AssetKey asset) {
        List<String> key = List.of(asset.toString());
        copy.rows("ingested_file", DONE, key, Map.of());
        copy.rows("source_cursor", DONE, key, Map.of());
        copy.rows("source_probe", OF_ASSET, key, Map.of());
    }

    /** Forgets all of it. */
    static void remove(Handle handle, AssetKey asset) {
        delete(handle, "materialization", "asset", asset.toString());
        delete(handle, "check_result", "asset", asset.toString());
        delete(handle, "step_value", "asset", asset.toString());
        delete(handle, "environment_base", "asset", asset.toString());
        LedgerRows.remove(handle, asset);
        if (asset.namespace().equals(AssetKey.MODELS)) {
            delete(handle, "model_alias", "name", asset.name());
            delete(handle, "model_version", "name", asset.name());
        }
        // Those that were copied have no step here.
        handle.createUpdate(
                        """
                        DELETE FROM attempt
                        WHERE asset = :asset
                          AND NOT EXISTS (SELECT 1 FROM step s WHERE s.step_key = attempt.step_key)
                        """)
                .bind("asset", asset.toString())
                .execute();
    }

    private static void delete(Handle handle, String table, String column, String value) {
        handle.createUpdate("DELETE FROM " + table + " WHERE " + column + " = :value")
                .bind("value", value)
                .execute();
    }

    /** Whether somebody is at work on one of the assets, or died at it and was not settled yet. */
    static Optional<AssetKey> live(Handle handle, Iterable<AssetKey> assets) {
        List<String> live = handle.createQuery("SELECT DISTINCT asset FROM attempt WHERE state IN (<live>)")
                .bindList(
                        "live",
                        Arrays.stream(AttemptState.values())
                                .filter(AttemptState::isLive)
                                .map(Enum::name)
                                .toList())
                .mapTo(String.class)
                .list();
        for (AssetKey asset : assets) {
            if (live.contains(asset.toString())) {
                return Optional.of(asset);
            }
        }
        return Optional.empty();
    }
}
