package dev.daybreak.models.training;

import dev.daybreak.models.boosting.ManyRows;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.evaluation.Evaluation.Resampling;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.prediction.Predictor;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The version in production, to be judged on the rows that its challenger is judged on. A champion that cannot be loaded, or
 * that reads a column which the table no longer has, is no champion: it could not serve today's rows either.
 */
record Champion(ModelVersion version, Predictor predictor) implements AutoCloseable {
    static Optional<Champion> load(
            ModelVersion version, Path artifact, int threads, Schema schema, StepMonitor monitor) {
        Predictor predictor;
        try {
            predictor = Predictor.load(artifact, threads);
        } catch (DaybreakException e) {
            monitor.warn("Champion version " + version.version() + " is not compared with: " + e.getMessage());
            return Optional.empty();
        }
        for (Encoding encoding : predictor.manifest().features()) {
            Optional<Column> column = schema.find(encoding.column());
            if (column.isEmpty() || !Encoding.fits(encoding.kind(), column.get().type())) {
                monitor.warn("Champion version " + version.version() + " is not compared with: it reads column '"
                        + encoding.column() + "' as " + encoding.type() + ", and the training table has "
                        + column.map(found -> found.type().toString()).orElse("no such column"));
                predictor.close();
                return Optional.empty();
            }
        }
        return Optional.of(new Champion(version, predictor));
    }

    Collection<Source> sources() {
        return predictor.manifest().features().stream().map(Source::of).toList();
    }

    /**
     * Its metrics on the holdout, without intervals.
     *
     * @param challengers the holdout as a model with the encodings {@code known} reads it
     */
    Evaluation evaluate(TrainingRows rows, Parts parts, ManyRows challengers, List<Encoding> known) {
        float[] predictions = predict(rows, parts, challengers, known);
        float[] labels = rows.labels(parts, Parts.HOLDOUT);
        return predictor.manifest().isClassifier()
                ? Evaluation.ofClassifier(predictions, labels, Resampling.NONE)
                : Evaluation.ofRegression(predictions, labels, Resampling.NONE);
    }

    private float[] predict(TrainingRows rows, Parts parts, ManyRows challengers, List<Encoding> known) {
        List<Encoding> encodings = predictor.manifest().features();
        if (encodings.equals(known)) {
            return predictor.predict(challengers);
        }
        try (ManyRows own = new ManyRows(rows.matrix(encodings, parts, Parts.HOLDOUT))) {
            return predictor.predict(own);
        }
    }

    @Override
    public void close() {
        predictor.close();
    }
}
