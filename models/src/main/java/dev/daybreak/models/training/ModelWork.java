package dev.daybreak.models.training;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.models.definition.Objective;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.evaluation.Rival;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.NewVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import dev.daybreak.project.asset.ModelAsset.TimeSplit;
import dev.daybreak.project.asset.ModelAsset.TrainOn;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** One attempt at training one version. */
final class ModelWork implements Work {
    private static final String TABLE = "training_rows";

    private final StepContext step;
    private final ModelAsset model;
    private final PinnedTable source;
    private final Engine engine;
    private final ZoneId zone;
    private final Registry registry;
    private final ModelFiles files;
    private final Fitting fitting;
    private final RecentSlices recent;

    private volatile boolean cancelled;
    private volatile Session session;
    private Optional<TimeCut> cut = Optional.empty();
    private int rowsRead;
    private Parts parts;
    private Optional<TrainingRows> holdout = Optional.empty();
    private TrainedModel trained;
    private Path aside;
    private NewVersion fresh;

    ModelWork(
            StepContext step,
            ModelAsset model,
            PinnedTable source,
            Engine engine,
            ZoneId zone,
            Registry registry,
            ModelFiles files,
            Fitting fitting,
            RecentSlices recent) {
        this.step = step;
        this.model = model;
        this.source = source;
        this.engine = engine;
        this.zone = zone;
        this.registry = registry;
        this.files = files;
        this.fitting = fitting;
        this.recent = recent;
    }

    @Override
    public void compute() {
        trained = Cores.with(threads(), this::train);
    }

    /** Spark trains with all that it has: two trainings would only wait for each other. */
    private int threads() {
        Algorithm algorithm = model.algorithm();
        return algorithm.on() == TrainOn.SPARK ? Integer.MAX_VALUE : algorithm.threads();
    }

    private TrainedModel train() {
        TrainingRows rows = read(Set.of());
        Labels labels = new Labels(model, rows);
        labels.checkValues();
        Objective objective = labels.objective();
        parts = Parts.of(model, rows);
        labels.checkParts(parts, objective);
        step.monitor()
                .log("Read " + rows.rows() + " rows of " + model.table() + " at snapshot " + source.snapshot() + ": "
                        + parts.count(Parts.TRAINING) + " to train on, " + parts.count(Parts.STOPPING)
                        + " for early stopping, "
                        + parts.count(Parts.HOLDOUT) + " held out");
        rowsRead = rows.rows();
        Split split = new Split(rows, parts, objective, cut);
        TrainedModel fitted = Training.of(step, model, source, split, fitting).run(() -> cancelled);
        // It may be long until it is judged, while others train.
        holdout =
                Judgement.comparesWithChampion(model) ? Optional.of(rows.only(parts, Parts.HOLDOUT)) : Optional.empty();
        return fitted;
    }

    /**
     * Rows that are divided.
     *
     * @param cut empty if the split is not by time
     */
    record Split(TrainingRows rows, Parts parts, Objective objective, Optional<TimeCut> cut) {}

    /** @param more columns than the model's own */
    private TrainingRows read(Set<Source> more) {
        Schema schema = source.schema();
        try (Session opened = engine.open(zone)) {
            session = opened;
            stopIfCancelled();
            opened.register(TABLE, source.relation());
            if (model.split() instanceof TimeSplit time) {
                var column = schema.find(model.timeColumn().orElseThrow()).orElseThrow();
                cut = TimeCut.of(source.interval(), time.last(), zone, opened, TABLE, column);
            }
            Optional<SliceReading> bySlice = SliceReading.of(opened, source, cut, model, recent);
            IntConsumer progress = count -> step.monitor().progress(count, -1);
            TrainingRows rows = bySlice.isPresent()
                    ? bySlice.get().read(more, cut.orElseThrow(), zone, progress)
                    : new RowReader(opened, TABLE, schema, model).read(more, cut, zone, progress);
            step.monitor().progress(rows.rows(), rows.rows());
            return rows;
        } finally {
            session = null;
        }
    }

    private void stopIfCancelled() {
        if (cancelled) {
            throw new DaybreakException(
                    ErrorCode.CANCELLED, "Cannot train model '" + model.key().name() + "': cancelled", "");
        }
    }

    /** Judges the model, where its gate says so against what earlier versions have left in production. */
    @Override
    public List<Audit> audit() {
        Optional<ModelVersion> production = registry.production(model.key().name());
        boolean compares = Judgement.comparesWithChampion(model);
        Rival rival = compares ? production.map(this::measure).orElse(new Rival.None()) : new Rival.None();
        Judgement judgement = trained.judge(model, rival);
        aside = files.writeAside(step.attempt(), trained.artifact(rival, judgement));
        fresh = new NewVersion(
                model.key().name(),
                ModelFiles.sha256(aside),
                trained.evaluation().metrics(),
                judgement.outcome(),
                judgement.reason(),
                production.map(ModelVersion::version).orElse(0),
                compares,
                source.interval(),
                model.table().toString(),
                source.snapshot(),
                step.run(),
                step.key());
        return List.of(new Audit(source.interval(), rowsRead, List.of()));
    }

    private Rival measure(ModelVersion version) {
        try (Champion champion = Champion.load(version, files.resolve(version.artifact()), source.schema())) {
            TrainingRows held = holdout.orElseThrow();
            Rival rival = held.features().keySet().containsAll(champion.sources())
                    ? champion.judge(held, Parts.all(Parts.HOLDOUT, held.rows()))
                    : champion.judge(read(champion.sources()), parts);
            if (rival instanceof Rival.Measured measured) {
                step.monitor()
                        .log("Champion version " + version.version() + " on the same rows: "
                                + Metric.words(measured.metrics()));
            } else if (rival instanceof Rival.Unmeasured unmeasured) {
                step.monitor().warn("Nothing can be compared: " + unmeasured.why());
            }
            return rival;
        }
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        Failpoint.BEFORE_COMMIT.reach();
        ModelVersion version = registry.publish(
                fresh,
                files.name(),
                guard.isNewest(),
                number -> files.place(aside, model.key().name(), number));
        Failpoint.AFTER_COMMIT.reach();
        return ModelMaterializer.effect(version);
    }

    @Override
    public void cancel() {
        cancelled = true;
        Session running = session;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void close() {
        files.discard(step.attempt());
    }
}
