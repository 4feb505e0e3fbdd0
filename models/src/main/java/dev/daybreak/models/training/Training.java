package dev.daybreak.models.training;

import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.boosting.Gains;
import dev.daybreak.models.boosting.ManyRows;
import dev.daybreak.models.boosting.Matrix;
import dev.daybreak.models.boosting.Trainer;
import dev.daybreak.models.boosting.Trainer.Fit;
import dev.daybreak.models.boosting.Trainer.Labelled;
import dev.daybreak.models.definition.Objective;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.evaluation.Evaluation.Resampling;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.features.RowEncoder;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.Algorithm;
import dev.daybreak.project.asset.ModelAsset.EarlyStopping;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** From rows that are divided to a model that is measured. */
final class Training {
    private static final int GOLDEN_ROWS = 20;

    private final StepContext step;
    private final ModelAsset model;
    private final PinnedTable source;
    private final ModelWork.Split split;
    private final Fitting fitting;
    private final List<Encoding> encodings;

    private Training(StepContext step, ModelAsset model, PinnedTable source, ModelWork.Split split, Fitting fitting) {
        this.step = step;
        this.model = model;
        this.source = source;
        this.split = split;
        this.fitting = fitting;
        this.encodings = split.rows().encodings(model.features(), source.schema(), split.parts());
    }

    static Training of(StepContext step, ModelAsset model, PinnedTable source, ModelWork.Split split, Fitting fitting) {
        return new Training(step, model, source, split, fitting);
    }

    TrainedModel run(BooleanSupplier cancelled) {
        Matrix holdout = split.rows().matrix(encodings, split.parts(), Parts.HOLDOUT);
        try (Fit fit = fit(cancelled);
                ManyRows rows = new ManyRows(holdout)) {
            float[] predictions = fit.trees().predict(rows);
            Evaluation evaluation = evaluate(predictions);
            step.monitor().log("On " + evaluation.rows() + " rows held out: " + Metric.words(evaluation.metrics()));
            return new TrainedModel(
                    fit.model(), manifest(fit), evaluation, golden(holdout, predictions), importance(fit.model()));
        } catch (DaybreakException e) {
            throw e.at(model.about().place());
        }
    }

    private Fit fit(BooleanSupplier cancelled) {
        Algorithm algorithm = model.algorithm();
        Optional<EarlyStopping> stopping = algorithm.earlyStopping();
        boolean[] categorical = new boolean[encodings.size()];
        for (int i = 0; i < categorical.length; i++) {
            categorical[i] = encodings.get(i).isCategorical();
        }
        Trainer trainer = new Trainer(
                parameters(),
                algorithm.rounds(),
                algorithm.seed(),
                algorithm.threads(),
                stopping.map(EarlyStopping::rounds).map(OptionalInt::of).orElse(OptionalInt.empty()),
                categorical);
        long start = System.nanoTime();
        Fit fit = fitting.fit(
                trainer, labelled(Parts.TRAINING), stopping.map(given -> labelled(Parts.STOPPING)), cancelled);
        step.monitor()
                .log("Trained " + fit.rounds() + " of at most " + algorithm.rounds() + " rounds on "
                        + split.parts().count(Parts.TRAINING) + " rows in " + (System.nanoTime() - start) / 1_000_000
                        + " ms"
                        + (fit.workers() == 0
                                ? ""
                                : ", with " + fit.workers() + " workers of Spark and XGBoost " + fit.libraryVersion()));
        return fit;
    }

    private Labelled labelled(byte part) {
        return new Labelled(
                split.rows().matrix(encodings, split.parts(), part),
                split.rows().labels(split.parts(), part));
    }

    private SortedMap<String, Object> parameters() {
        SortedMap<String, Object> parameters = new TreeMap<>(model.algorithm().parameters());
        parameters.putIfAbsent("objective", split.objective().standard());
        return parameters;
    }

    private Evaluation evaluate(float[] predictions) {
        float[] labels = split.rows().labels(split.parts(), Parts.HOLDOUT);
        Resampling resampling = new Resampling(
                model.bootstrap(), model.algorithm().seed(), model.algorithm().threads());
        return split.objective() == Objective.CLASSIFICATION
                ? Evaluation.ofClassifier(predictions, labels, resampling)
                : Evaluation.ofRegression(predictions, labels, resampling);
    }

    private Manifest manifest(Fit fit) {
        Algorithm algorithm = model.algorithm();
        SortedMap<String, Object> parameters = parameters();
        return new Manifest(
                Manifest.FORMAT,
                model.key().name(),
                model.label(),
                encodings,
                parameters.get("objective").toString(),
                parameters,
                fit.rounds(),
                algorithm.seed(),
                algorithm.threads(),
                algorithm.name(),
                fit.libraryVersion(),
                fit.workers(),
                model.table().toString(),
                Map.of(model.table().toString(), source.snapshot()),
                part(Parts.TRAINING, training()),
                part(Parts.STOPPING, training()),
                part(Parts.HOLDOUT, holdout()),
                new Fingerprint(step.node().definition()).hash());
    }

    private Manifest.Rows part(byte part, String interval) {
        return new Manifest.Rows(interval, split.parts().count(part));
    }

    private String training() {
        DataInterval window = source.window();
        if (split.cut().isEmpty()) {
            return text(window);
        }
        return (window.isAll() ? ".." : window.start()) + "/"
                + split.cut().get().at();
    }

    private String holdout() {
        return split.cut().map(cut -> cut.at() + "/" + cut.end()).orElse(text(source.window()));
    }

    private static String text(DataInterval interval) {
        return interval.isAll() ? "all" : interval.start() + "/" + interval.end();
    }

    private Map<String, Double> importance(byte[] trained) {
        double[] shares = Gains.shares(trained, encodings.size());
        Map<String, Double> importance = new TreeMap<>();
        for (int i = 0; i < shares.length; i++) {
            importance.merge(encodings.get(i).column(), shares[i], Double::sum);
        }
        return importance;
    }

    /** Rows of the holdout at even distances, so that early and late ones are among them. */
    private List<GoldenRow> golden(Matrix holdout, float[] predictions) {
        RowEncoder encoder = new RowEncoder(encodings);
        List<GoldenRow> golden = new ArrayList<>();
        int wanted = Math.min(GOLDEN_ROWS, holdout.rows());
        for (int i = 0; i < wanted; i++) {
            int row = (int) ((long) i * holdout.rows() / wanted);
            golden.add(new GoldenRow(encoder.decode(holdout.values(), row * encoder.width()), predictions[row]));
        }
        return golden;
    }
}
