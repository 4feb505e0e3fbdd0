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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Maintenance of the tables of a project's assets: what the lake does, and what runs and models need of it. Used by one thread. */
public final class Upkeep {
    /** The clocks of the store and of this machine may differ; so much is no harm. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private final Graph graph;
    private final Lake lake;
    private final Store store;
    private final Registry registry;
    private final Settings settings;

    Upkeep(Graph graph, Lake lake, Store store, Registry registry, Settings settings) {
        this.graph = graph;
        this.lake = lake;
        this.store = store;
        this.registry = registry;
        this.settings = settings;
    }

    /** What became of one table: a report or a failure. */
    public interface Listener extends Consumer<MaintenanceReport> {
        /** The others go on. */
        void failed(AssetKey table, DaybreakException failure);
    }

    /** The assets among some that have a table, inputs first. */
    public List<AssetKey> tables(Set<AssetKey> assets) {
        Set<AssetKey> there = new HashSet<>(lake.tables());
        return graph.nodes().stream()
                .map(Graph.Node::key)
                .filter(assets::contains)
                .filter(there::contains)
                .toList();
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
        return new MaintenanceBounds(
                Instant.now(), work.since().map(since -> since.minus(CLOCKS)), work.attempts(), trainedOn(table));
    }

    private Set<Long> trainedOn(AssetKey table) {
        Set<Long> snapshots = new HashSet<>();
        for (String model : registry.names()) {
            for (ModelVersion version : registry.versions(model)) {
                if (version.table().equals(table.toString())) {
                    snapshots.add(version.snapshot());
                }
            }
        }
        return snapshots;
    }
}
