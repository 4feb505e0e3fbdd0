package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.lake.Lake;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Publishes views to the catalog, for other programs. Whether rows come or go in what they read is nothing to them; what columns that has is.
 * Thread-safe.
 */
public final class ViewMaterializer implements Materializer {
    private static final String COLUMNS = "columns of inputs";

    private final Function<ViewAsset, Engine> engines;
    private final Lake lake;
    private final Settings settings;
    private final Graph graph;

    /**
     * @param engines what tells the columns of a view
     * @param graph of the project: what a view reads
     */
    public ViewMaterializer(Function<ViewAsset, Engine> engines, Lake lake, Settings settings, Graph graph) {
        this.engines = engines;
        this.lake = lake;
        this.settings = settings;
        this.graph = graph;
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof ViewAsset;
    }

    @Override
    public Outside outside(Asset asset) {
        StringBuilder text = new StringBuilder();
        for (AssetKey key : graph.tablesBehind(asset.key())) {
            text.append(key).append('\n');
            lake.find(key).ifPresent(table -> table.schema().columns().forEach(column -> text.append(column.name())
                    .append(' ')
                    .append(column.type())
                    .append('\n')));
        }
        return new Outside(Fingerprint.hash(text.toString()), "", COLUMNS);
    }

    /** None: what reads a view depends on what the view reads. */
    @Override
    public List<Slice> slices(Asset asset) {
        return List.of();
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Order.ANY);
    }

    @Override
    public Work prepare(StepContext step) {
        Engine engine = engines.apply((ViewAsset) step.node().asset());
        PinnedInputs inputs = PinnedInputs.pin(lake, graph, step.node());
        return new ViewWork(engine, lake, settings, step, inputs);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        return lake.views().isPublished(asset.key(), stepKey)
                ? Optional.of(new Effect(Optional.empty(), Map.of(), ""))
                : Optional.empty();
    }
}
