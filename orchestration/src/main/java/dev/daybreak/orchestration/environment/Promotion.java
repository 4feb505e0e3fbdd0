package dev.daybreak.orchestration.environment;

import dev.daybreak.lake.BranchEnd;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.run.PromotedRun;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Makes the tables of an environment those of prod: first the tables, all or none in one transaction of the catalog, then the record, in one of
 * prod's store, which nobody else can write to from before the first until the second is over. A process that dies between the two leaves prod's
 * record behind its tables; promoting again completes it.
 */
public final class Promotion {
    private final String environment;
    private final Store own;
    private final Store prod;
    private final Lake lake;
    private final BranchEnd branch;

    /**
     * @param own the environment's
     * @param lake as prod sees it
     */
    public Promotion(String environment, Store own, Store prod, Lake lake, BranchEnd branch) {
        this.environment = environment;
        this.own = own;
        this.prod = prod;
        this.lake = lake;
        this.branch = branch;
    }

    /** An asset with the partitions that the environment has published of it. */
    public record Promoted(AssetKey asset, List<DataInterval> partitions) {
        public Promoted {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * Promotes; does nothing if the environment has published nothing.
     *
     * @return what was promoted, by asset
     * @throws DaybreakException {@code SUPERSEDED} if prod was published to meanwhile or is at work on one of the assets; {@code WRONG_USE} if
     *     some of it was computed from a sample. Nothing is changed then
     */
    public List<Promoted> run(String who, String why) {
        List<Promoted> promoted = published();
        List<AssetKey> assets = promoted.stream().map(Promoted::asset).toList();
        if (promoted.isEmpty() && branch.tables().isEmpty()) {
            return List.of();
        }
        own.jdbi().useHandle(handle -> {
            refuseLive(handle, assets, environment);
            refuseSampled(handle);
        });
        own.jdbi().useHandle(from -> prod.jdbi().useTransaction(to -> {
            refuseLive(to, assets, "prod");
            Map<AssetKey, Long> heads = branch.promote();
            Failpoint.AFTER_COMMIT.reach();
            record(
                    from,
                    to,
                    promoted.stream()
                            .filter(asset -> isAtHead(from, asset, heads))
                            .toList(),
                    who,
                    why);
        }));
        own.jdbi().useTransaction(handle -> ownAssets(handle).forEach(asset -> AssetRows.remove(handle, asset)));
        return promoted;
    }

    /** What the environment has published itself, without models and steps of pipelines in Java: by asset, with the oldest partition first. */
    public List<Promoted> published() {
        return own.jdbi().withHandle(this::published);
    }

    private List<Promoted> published(Handle handle) {
        Map<AssetKey, List<DataInterval>> partitions = new LinkedHashMap<>();
        handle.createQuery(
                        """
                        SELECT DISTINCT asset, interval_start, interval_end
                        FROM materialization
                        WHERE token > :prods
                          AND snapshot IS NOT NULL
                          AND undone_at IS NULL
                        ORDER BY asset, interval_start, interval_end
                        """)
                .bind("prods", Inherited.PRODS)
                .map((row, context) -> partitions
                        .computeIfAbsent(AssetKey.parse(row.getString("asset")), asset -> new ArrayList<>())
                        .add(new DataInterval(
                                Instant.ofEpochMilli(row.getLong("interval_start")),
                                Instant.ofEpochMilli(row.getLong("interval_end")))))
                .list();
        return partitions.entrySet().stream()
                .filter(entry -> !entry.getKey().namespace().equals(AssetKey.MODELS))
                .map(entry -> new Promoted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** All that the environment has published something of, models and steps too: it begins anew with what prod has. */
    private static List<AssetKey> ownAssets(Handle handle) {
        return handle.createQuery("SELECT DISTINCT asset FROM materialization WHERE token > :prods")
                .bind("prods", Inherited.PRODS)
                .map((row, context) -> AssetKey.parse(row.getString("asset")))
                .list();
    }

    private void refuseLive(Handle handle, List<AssetKey> assets, String where) {
        Optional<AssetKey> live = AssetRows.live(handle, assets);
        if (live.isPresent()) {
            throw new DaybreakException(
                    ErrorCode.SUPERSEDED,
                    "Cannot promote '" + environment + "': a run is at work on '" + live.get() + "' in " + where
                            + "; nothing was changed.",
                    "Wait until it is over, or cancel it, and promote again.");
        }
    }

    private void refuseSampled(Handle handle) {
        Optional<String> sampled = handle.createQuery(
                        "SELECT asset FROM materialization WHERE token > :prods AND undone_at IS NULL AND parts LIKE :part LIMIT 1")
                .bind("prods", Inherited.PRODS)
                .bind("part", "%\"" + Fingerprint.SAMPLE + "\"%")
                .mapTo(String.class)
                .findOne();
        if (sampled.isPresent()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot promote '" + environment + "': '" + sampled.get()
                            + "' was computed from a sample there; nothing was changed.",
                    "Run it without --sample first: run --env " + environment + ".");
        }
    }

    /** Whether prod's table is at what the environment published last: an earlier promotion may have died after the tables. */
    private boolean isAtHead(Handle from, Promoted promoted, Map<AssetKey, Long> heads) {
        if (heads.containsKey(promoted.asset())) {
            return true;
        }
        Optional<String> step = lake.find(promoted.asset()).map(LakeTable::history).orElse(List.of()).stream()
                .map(SnapshotEntry::step)
                .flatMap(Optional::stream)
                .findFirst();
        return step.isPresent()
                && from.createQuery("SELECT 1 FROM materialization WHERE asset = :asset AND step_key = :step LIMIT 1")
                        .bind("asset", promoted.asset().toString())
                        .bind("step", step.get())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
    }

    private void record(Handle from, Handle to, List<Promoted> promoted, String who, String why) {
        if (promoted.isEmpty()) {
            return;
        }
        String words = "promote-env " + environment;
        PromotedRun run = PromotedRun.insert(to, prod, words, who);
        RowCopy copy = new RowCopy(from, to);
        for (Promoted asset : promoted) {
            long rows = from.createQuery(
                            "SELECT COALESCE(SUM(row_count), 0) FROM materialization WHERE asset = :asset AND token > :prods AND undone_at IS NULL")
                    .bind("asset", asset.asset().toString())
                    .bind("prods", Inherited.PRODS)
                    .mapTo(Long.class)
                    .one();
            long token = run.add(asset.asset(), asset.partitions(), rows);
            Map<String, UnaryOperator<Object>> changed =
                    Map.of("token", value -> token, "run_id", value -> run.id(), "published_at", value -> run.at());
            List<Object> arguments = List.of(asset.asset().toString(), Inherited.PRODS);
            undoOthers(from, to, asset.asset(), run.at());
            copy.rows("materialization", AssetRows.CURRENT + " AND t.token > ?", arguments, changed);
            AtomicInteger ordinal = new AtomicInteger();
            copy.rows(
                    "check_result",
                    "t.token IN (SELECT t.token FROM materialization t WHERE " + AssetRows.CURRENT
                            + ") AND t.token > ?",
                    arguments,
                    Map.of(
                            "token",
                            value -> token,
                            "run_id",
                            value -> run.id(),
                            "ordinal",
                            value -> ordinal.getAndIncrement()));
            AssetRows.replaceLedger(from, to, asset.asset());
        }
        new AuditLog(prod).add(to, who, "promote-env", environment, why);
    }

    /** Partitions that prod has, and that the environment has taken back. */
    private static void undoOthers(Handle from, Handle to, AssetKey asset, long now) {
        from.createQuery(
                        """
                        SELECT token
                        FROM materialization
                        WHERE asset = :asset
                          AND token <= :prods
                          AND undone_at IS NOT NULL
                        """)
                .bind("asset", asset.toString())
                .bind("prods", Inherited.PRODS)
                .mapTo(Long.class)
                .list()
                .forEach(token -> to.createUpdate(
                                "UPDATE materialization SET undone_at = :now WHERE token = :token AND undone_at IS NULL")
                        .bind("now", now)
                        .bind("token", token)
                        .execute());
    }
}
