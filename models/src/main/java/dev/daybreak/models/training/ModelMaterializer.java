package dev.daybreak.models.training;

import dev.daybreak.engine.Engine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.models.boosting.SparkTrainer;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains, judges, registers and promotes models. A version that its gate holds back is registered with the reason and not
 * promoted; the step succeeds, since the gate did what it is for.
 */
public final class ModelMaterializer implements Materializer {
    private final Engine engine;
    private final Lake lake;
    private final Registry registry;
    private final ModelFiles files;
    private final ZoneId zone;
    private final SparkTrainer spark;
    private final RecentSlices recent = new RecentSlices();

    /**
     * @param models the folder for artifacts, directly below the state folder; made when it is needed
     * @param spark what trains the models that say so
     */
    public ModelMaterializer(
            Engine engine, Lake lake, Registry registry, Path models, ZoneId zone, SparkTrainer spark) {
        this.engine = engine;
        this.lake = lake;
        this.registry = registry;
        this.files = new ModelFiles(models);
        this.zone = zone;
        this.spark = spark;
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof ModelAsset;
    }

    @Override
    public Outside outside(Asset asset) {
        return Outside.NOTHING;
    }

    /** None: nothing reads a model's rows. */
    @Override
    public List<Slice> slices(Asset asset) {
        return List.of();
    }

    /** They train side by side; each is judged against what those before it left in production. */
    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Order.PUBLISHED_IN_TURN);
    }

    @Override
    public Work prepare(StepContext step) {
        ModelAsset model = (ModelAsset) step.node().asset();
        DataInterval interval = step.partitions().get(0).interval();
        DataInterval window = step.node().inputs().stream()
                .filter(input -> input.asset().equals(model.table()))
                .map(Input::window)
                .findFirst()
                .orElse(new Input.Whole())
                .of(interval, zone);
        LakeTable table = lake.find(model.table()).orElseThrow(() -> missing(model));
        LakeTable.Pinned pinned = table.pin(Optional.empty(), window, zone);
        long snapshot = pinned.snapshot().orElseThrow(() -> missing(model));
        Optional<WindowSlices> slices = WindowSlices.of(table, snapshot, model, window, zone);
        PinnedTable source = new PinnedTable(snapshot, pinned.relation(), interval, window, slices);
        Fitting fitting = Fitting.of(model, spark, files, step.attempt());
        return new ModelWork(step, model, source, engine, zone, registry, files, fitting, recent);
    }

    private static DaybreakException missing(ModelAsset model) {
        return new DaybreakException(
                ErrorCode.MISSING_INPUT,
                "Cannot train model '" + model.key().name() + "': its table " + model.table() + " was never published",
                model.about().written().value("train"),
                "Run " + model.table() + " first",
                null);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        files.discard(attempt);
        Optional<ModelVersion> version = registry.ofStep(stepKey);
        if (version.isEmpty()) {
            registry.sweep(asset.key().name(), last -> files.sweep(asset.key().name(), last));
        }
        return version.map(ModelMaterializer::effect);
    }

    static Effect effect(ModelVersion version) {
        return new Effect(
                Optional.empty(), Map.of(AssetKey.parse(version.table()), version.snapshot()), version.words());
    }
}
