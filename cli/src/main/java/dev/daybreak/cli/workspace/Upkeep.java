package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeMaintenance;
import dev.daybreak.lake.MaintenanceBounds;
import dev.daybreak.lake.MaintenanceReport;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.history.LiveWork;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Maintenance of the tables of a project's assets: what the lake does, and what runs and models need of it. Used by one thread. */
public final class Upkeep {
    /** The clocks of the store and of this machine may differ; so much is no harm. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /** Stands between a source's name and what a table beside its own holds. */
    private static final String BESIDE = "__";

    private final Graph graph;
    private final Lake lake;
    private final Store store;
    private final Registry registry;
    private final Settings settings;
    private final InstantSource clock;
    private Others others;

    /** What the other environments need. */
    private record Others(Set<String> attempts, Map<String, Set<Long>> trainedOn) {}

    Upkeep(Graph graph, Lake lake, Store store, Registry registry, Settings settings) {
        this(graph, lake, store, registry, settings, InstantSource.system());
    }

    /** @param clock by which snapshots and orphans are old */
    Upkeep(Graph graph, Lake lake, Store store, Registry registry, Settings settings, InstantSource clock) {
        this.graph = graph;
        this.lake = lake;
        this.store = store;
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of one table: a report or a failure. */
    public interface Listener extends Consumer<MaintenanceReport> {
        /** The others go on. */
        void failed(AssetKey table, DaybreakException failure);
    }

    /** The tables of some assets, inputs first, each with those beside it that hold what was left out of it. */
    public List<AssetKey> tables(Set<AssetKey> assets) {
        List<AssetKey> there = lake.tables();
        return graph.nodes().stream()
                .map(Graph.Node::key)
                .filter(assets::contains)
                .flatMap(asset -> there.stream().filter(table -> isOf(asset, table)))
                .distinct()
                .toList();
    }

    private static boolean isOf(AssetKey asset, AssetKey table) {
        return table.equals(asset)
                || (table.namespace().equals(asset.namespace()) && table.name().startsWith(asset.name() + BESIDE));
    }

    /**
     * Keeps tables in order, one after the other.
     *
     * @param engine rewrites the rows
     */
    public void run(List<AssetKey> tables, Engine engine, Listener listener) {
        try (LakeMaintenance maintenance = LakeMaintenance.begin(lake, settings.maintenance(), settings.zone());
                Session session = engine.open(settings.zone())) {
            each(tables, listener, table -> maintenance.run(table, session, bounds(table)));
        }
    }

    /** Tells what there is to do, and changes nothing. */
    public void look(List<AssetKey> tables, Listener listener) {
        LakeMaintenance maintenance = LakeMaintenance.looking(lake, settings.maintenance(), settings.zone());
        each(tables, listener, table -> maintenance.look(table, bounds(table)));
    }

    private static void each(
            List<AssetKey> tables, Listener listener, Function<AssetKey, MaintenanceReport> maintaining) {
        for (AssetKey table : tables) {
            MaintenanceReport report;
            try {
                report = maintaining.apply(table);
            } catch (DaybreakException e) {
                listener.failed(table, e);
                continue;
            }
            listener.accept(report);
        }
    }

    private MaintenanceBounds bounds(AssetKey table) {
        LiveWork work = LiveWork.of(store);
        Others others = others();
        Set<String> attempts = new HashSet<>(work.attempts());
        attempts.addAll(others.attempts());
        Set<Long> held = new HashSet<>(trainedOn(registry).getOrDefault(table.toString(), Set.of()));
        held.addAll(others.trainedOn().getOrDefault(table.toString(), Set.of()));
        return new MaintenanceBounds(clock.instant(), work.since().map(since -> since.minus(CLOCKS)), attempts, held);
    }

    /** What steps of other environments published lies on branches of theirs, which are kept as they are. */
    private Others others() {
        if (others == null) {
            Set<String> attempts = new HashSet<>();
            Map<String, Set<Long>> trainedOn = new HashMap<>();
            for (String name : Store.environments(settings)) {
                if (!name.equals(settings.environment().name())) {
                    try (Store other = Store.open(settings.in(name))) {
                        attempts.addAll(LiveWork.of(other).attempts());
                        trainedOn(new Registry(other)).forEach((table, snapshots) -> trainedOn
                                .computeIfAbsent(table, key -> new HashSet<>())
                                .addAll(snapshots));
                    }
                }
            }
            others = new Others(attempts, trainedOn);
        }
        return others;
    }

    /** The snapshots that versions of models point to, by table. */
    private static Map<String, Set<Long>> trainedOn(Registry registry) {
        Map<String, Set<Long>> snapshots = new HashMap<>();
        for (String model : registry.names()) {
            for (ModelVersion version : registry.versions(model)) {
                snapshots
                        .computeIfAbsent(version.table(), table -> new HashSet<>())
                        .add(version.snapshot());
            }
        }
        return snapshots;
    }
}
