package dev.daybreak.models.training;

import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.boosting.ManyRows;
import dev.daybreak.models.evaluation.Evaluation;
import dev.daybreak.models.evaluation.Evaluation.Resampling;
import dev.daybreak.models.evaluation.Rival;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.models.prediction.Predictor;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The version in production, to be judged on the rows that its challenger is judged on. One that cannot be loaded, or that reads a
 * column which the table no longer has, cannot be judged, and a gate that asks for it holds its challenger back.
 *
 * @param predictor empty if it cannot be judged
 * @param obstacle why, else empty
 */
record Champion(ModelVersion version, Optional<Predictor> predictor, String obstacle) implements AutoCloseable {
    /** Loads a version to predict with one thread, since others may be training. */
    static Champion load(ModelVersion version, Path artifact, Schema schema) {
        String name = "champion version " + version.version();
        Predictor predictor;
        try {
            predictor = Predictor.load(artifact);
        } catch (DaybreakException e) {
            return new Champion(version, Optional.empty(), name + " cannot be loaded: " + e.getMessage());
        }
        for (Encoding encoding : predictor.manifest().features()) {
            Optional<Column> column = schema.find(encoding.column());
            if (column.isEmpty() || !Encoding.fits(encoding.kind(), column.get().type())) {
                predictor.close();
                String found = column.map(of -> of.type().toString()).orElse("no such column");
                return new Champion(
                        version,
                        Optional.empty(),
                        name + " reads column '" + encoding.column() + "' as " + encoding.type()
                                + ", and the training table has " + found);
            }
        }
        return new Champion(version, Optional.of(predictor), "");
    }

    Set<Source> sources() {
        return predictor.stream()
                .flatMap(loaded -> loaded.manifest().features().stream())
                .map(Source::of)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Its metrics on the holdout, without intervals. */
    Rival judge(TrainingRows rows, Parts parts) {
        if (predictor.isEmpty()) {
            return new Rival.Unmeasured(obstacle);
        }
        for (Source column : sources()) {
            if (rows.features().get(column).infinite() > 0) {
                return new Rival.Unmeasured("champion version " + version.version() + " reads column '"
                        + column.column() + "', and an infinite value is in it");
            }
        }
        Manifest manifest = predictor.get().manifest();
        float[] labels = rows.labels(parts, Parts.HOLDOUT);
        try (ManyRows holdout = new ManyRows(rows.matrix(manifest.features(), parts, Parts.HOLDOUT))) {
            float[] predictions = predictor.get().predict(holdout);
            Evaluation evaluation = manifest.isClassifier()
                    ? Evaluation.ofClassifier(predictions, labels, Resampling.NONE)
                    : Evaluation.ofRegression(predictions, labels, Resampling.NONE);
            return new Rival.Measured(evaluation.metrics());
        }
    }

    @Override
    public void close() {
        predictor.ifPresent(Predictor::close);
    }
}
