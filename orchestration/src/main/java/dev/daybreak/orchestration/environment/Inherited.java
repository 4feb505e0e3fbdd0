package dev.daybreak.orchestration.environment;

import dev.daybreak.lake.Branch;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What an environment has from prod: the record of every asset that it published nothing of, and the snapshot at which it sees its table. Both
 * are taken together, so that they fit each other, and never while the environment is at work on the asset. Thread-safe.
 */
public final class Inherited implements Branch.Bases {
    /** Tokens that environments give are greater, and those that prod gives are not. */
    static final long PRODS = 1L << 40;

    private final Store own;
    private final Store prod;
    private final Lake lake;
    private final String prodFolder;
    private volatile Map<AssetKey, Branch.Base> bases = Map.of();

    /**
     * @param own the environment's
     * @param lake as prod sees it
     * @param prodFolder from the state folder of the environment to that of prod
     */
    public Inherited(Store own, Store prod, Lake lake, String prodFolder) {
        this.own = own;
        this.prod = prod;
        this.lake = lake;
        this.prodFolder = prodFolder;
    }

    /** Takes over what prod published since, of assets that the environment published nothing of. */
    public void refresh(Iterable<AssetKey> assets) {
        own.jdbi().useTransaction(handle -> own.raiseTokens(handle, PRODS));
        Map<String, String> published = prod.jdbi().withHandle(Inherited::published);
        for (AssetKey asset : assets) {
            // What is published while this looks at the table is not recorded in what was read before, so it does not
            // count yet.
            String stamp = published.getOrDefault(asset.toString(), "nothing") + " "
                    + lake.find(asset).flatMap(LakeTable::currentSnapshot).orElse(0L);
            if (!stamp.equals(own.jdbi().withHandle(handle -> stamp(handle, asset)))) {
                prod.jdbi().useHandle(from -> own.jdbi().useTransaction(to -> {
                    if (!isOwn(to, asset) && AssetRows.live(to, List.of(asset)).isEmpty()) {
                        replace(from, to, asset, stamp);
                    }
                }));
            }
        }
        bases = own.jdbi().withHandle(Inherited::bases);
    }

    @Override
    public Optional<Branch.Base> of(AssetKey table) {
        return Optional.ofNullable(bases.get(table));
    }

    private void replace(Handle from, Handle to, AssetKey asset, String stamp) {
        AssetRows.replace(from, to, asset, prodFolder);
        to.createUpdate("INSERT INTO environment_base (asset, stamp, snapshot) VALUES (:asset, :stamp, :snapshot)")
                .bind("asset", asset.toString())
                .bind("stamp", stamp)
                .bind("snapshot", recorded(from, asset).orElse(null))
                .execute();
    }

    /** The newest snapshot of prod's table all of whose publishes are in its record. */
    private Optional<Long> recorded(Handle from, AssetKey asset) {
        Set<String> steps =
                new HashSet<>(from.createQuery("SELECT DISTINCT step_key FROM materialization WHERE asset = :asset")
                        .bind("asset", asset.toString())
                        .mapTo(String.class)
                        .list());
        List<SnapshotEntry> history = lake.find(asset).map(LakeTable::history).orElse(List.of());
        int newest = 0;
        for (int i = 0; i < history.size(); i++) {
            Optional<String> step = history.get(i).step();
            if (step.isPresent() && steps.contains(step.get())) {
                break;
            }
            if (step.isPresent()) {
                newest = i + 1;
            }
        }
        return newest < history.size() ? Optional.of(history.get(newest).snapshot()) : Optional.empty();
    }

    /** What changes whenever an asset's record does, by asset. */
    private static Map<String, String> published(Handle handle) {
        Map<String, String> stamps = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT asset, COUNT(*) AS published, MAX(token) AS newest, COUNT(undone_at) AS undone, MAX(undone_at) AS last_undone
                        FROM materialization
                        GROUP BY asset
                        """)
                .map((row, context) -> stamps.put(
                        row.getString("asset"),
                        row.getLong("published") + " " + row.getLong("newest") + " " + row.getLong("undone") + " "
                                + row.getLong("last_undone")))
                .list();
        return stamps;
    }

    private static String stamp(Handle handle, AssetKey asset) {
        return handle.createQuery("SELECT stamp FROM environment_base WHERE asset = :asset")
                .bind("asset", asset.toString())
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    /** Whether the environment has published something of an asset. */
    static boolean isOwn(Handle handle, AssetKey asset) {
        return handle.createQuery("SELECT 1 FROM materialization WHERE asset = :asset AND token > :prods LIMIT 1")
                .bind("asset", asset.toString())
                .bind("prods", PRODS)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static Map<AssetKey, Branch.Base> bases(Handle handle) {
        Map<AssetKey, Branch.Base> bases = new HashMap<>();
        handle.createQuery("SELECT asset, snapshot FROM environment_base")
                .map((row, context) -> {
                    long snapshot = row.getLong("snapshot");
                    Optional<Long> base = row.wasNull() ? Optional.empty() : Optional.of(snapshot);
                    return bases.put(AssetKey.parse(row.getString("asset")), new Branch.Base(base));
                })
                .list();
        return Map.copyOf(bases);
    }
}
