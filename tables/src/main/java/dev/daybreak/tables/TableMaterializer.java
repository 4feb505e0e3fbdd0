package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Brings SQL tables up to date: pins what they read, runs their SELECT, checks the rows and publishes them. Thread-safe. */
public final class TableMaterializer implements Materializer {
    /** Neighbouring partitions in one commit: few enough to see progress and to lose little when a process dies. */
    private static final int PARTITIONS_PER_COMMIT = 31;

    private final Function<TableAsset, Engine> engines;
    private final Lake lake;
    private final Settings settings;
    private final Graph graph;

    /**
     * @param engines what computes a table
     * @param graph of the project: what columns a table has that was never published
     */
    public TableMaterializer(Function<TableAsset, Engine> engines, Lake lake, Settings settings, Graph graph) {
        this.engines = engines;
        this.lake = lake;
        this.settings = settings;
        this.graph = graph;
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof TableAsset;
    }

    @Override
    public Outside outside(Asset asset) {
        return Outside.NOTHING;
    }

    @Override
    public List<Slice> slices(Asset asset) {
        return lake.find(asset.key())
                .map(table -> table.slices(settings.zone()))
                .orElse(List.of());
    }

    @Override
    public Optional<List<Slice>> slicesAt(Asset asset, long snapshot) {
        return lake.find(asset.key()).flatMap(table -> table.slices(snapshot, settings.zone()));
    }

    @Override
    public Batching batching(Asset asset) {
        if (asset.isInOrder()) {
            return new Batching(1, Order.IN_SUCCESSION);
        }
        int batch = ((TableAsset) asset).batch();
        int executions = Math.max(1, PARTITIONS_PER_COMMIT / batch);
        return new Batching(executions * batch, Order.ANY);
    }

    @Override
    public Work prepare(StepContext step) {
        TableAsset asset = (TableAsset) step.node().asset();
        Engine engine = engines.apply(asset);
        Dialects.require(asset, engine);
        PinnedInputs inputs = PinnedInputs.pin(lake, graph, step.node());
        return changesRows(asset)
                ? new RewriteWork(engine, lake, settings, step, inputs)
                : new TableWork(engine, lake, settings, step, inputs);
    }

    /** Whether rows do not lie by the interval that yields them, so that those to be replaced are to be looked for. */
    private static boolean changesRows(TableAsset asset) {
        boolean isCutByInterval = asset.timePartition()
                .filter(time -> time.column().equals(WriteMode.INTERVAL_START))
                .isPresent();
        return asset.isInOrder() || (asset.write() instanceof WriteMode.Append && !isCutByInterval);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        Optional<LakeTable> table = lake.find(asset.key());
        Optional<Effect> effect = table.flatMap(found -> found.findPublished(stepKey))
                .map(published -> new Effect(Optional.of(published.snapshot()), Map.of(), ""));
        table.ifPresent(found -> found.discard(attempt));
        return effect;
    }
}
