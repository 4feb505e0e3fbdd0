package dev.daybreak.models.prediction;

import dev.daybreak.models.artifact.GoldenRow;
import dev.daybreak.models.artifact.Manifest;
import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.boosting.ManyRows;
import dev.daybreak.models.boosting.Matrix;
import dev.daybreak.models.boosting.Trees;
import dev.daybreak.models.boosting.XGBoostLibrary;
import dev.daybreak.models.features.RowEncoder;
import dev.daybreak.project.problem.DaybreakException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained model that answers: a probability of label 1, or a number for a regression. Thread-safe; close it after the last
 * prediction has come back.
 */
public final class Predictor implements AutoCloseable {
    private final Manifest manifest;
    private final RowEncoder encoder;
    private final Trees trees;

    private Predictor(Manifest manifest, RowEncoder encoder, Trees trees) {
        this.manifest = manifest;
        this.encoder = encoder;
        this.trees = trees;
    }

    /** Loads a model for an endpoint, whose requests run side by side: each is predicted by one thread. */
    public static Predictor load(Path artifact) {
        return load(artifact, 1);
    }

    /**
     * Loads a {@code model.tar.gz} and has it predict its golden rows.
     *
     * @param threads of one prediction
     * @throws DaybreakException {@code NOT_FOUND}, {@code BAD_SOURCE} if it cannot be read or predicts otherwise than when it
     *     was trained, {@code OUT_OF_RESOURCES} if the native library cannot be used
     */
    public static Predictor load(Path artifact, int threads) {
        ModelArtifact read = ModelArtifact.read(artifact);
        RowEncoder encoder = new RowEncoder(read.manifest().features());
        Trees trees;
        try {
            trees = Trees.load(read.model(), threads);
        } catch (IllegalArgumentException e) {
            throw ModelArtifact.broken(artifact, e.getMessage(), e);
        }
        Predictor predictor = new Predictor(read.manifest(), encoder, trees);
        try {
            predictor.check(artifact, read.golden());
            return predictor;
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
    }

    private void check(Path artifact, List<GoldenRow> golden) {
        if (trees.features() != encoder.width()) {
            throw ModelArtifact.broken(
                    artifact,
                    "the model reads " + trees.features() + " features, its manifest lists " + encoder.width(),
                    null);
        }
        float[] predictions = predict(golden.stream().map(GoldenRow::row).toList());
        for (int i = 0; i < predictions.length; i++) {
            double expected = golden.get(i).prediction();
            if (!GoldenRow.isNear(predictions[i], expected)) {
                throw ModelArtifact.broken(
                        artifact,
                        "golden row " + (i + 1) + " of " + predictions.length + " is predicted as " + predictions[i]
                                + ", and was " + expected + " when it was trained by XGBoost "
                                + manifest.libraryVersion() + " (this is " + XGBoostLibrary.version() + ")",
                        null);
            }
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /** How values become the numbers of a row. */
    public RowEncoder encoder() {
        return encoder;
    }

    /** Predicts one row, feature to value; absent features are missing values. Values that do not fit fail with {@code BAD_REQUEST}. */
    public float predict(Map<String, ?> row) {
        return predict(List.of(row))[0];
    }

    /** One prediction per row. */
    public float[] predict(List<? extends Map<String, ?>> rows) {
        float[] values = new float[rows.size() * encoder.width()];
        for (int i = 0; i < rows.size(); i++) {
            encoder.encode(rows.get(i), values, i * encoder.width());
        }
        return predict(values);
    }

    /**
     * One prediction per row.
     *
     * @param rows encoded values, row after row, in the order of the features; NaN is missing
     */
    public float[] predict(float[] rows) {
        return trees.predict(new Matrix(rows, rows.length / encoder.width(), encoder.width()));
    }

    /** As {@link #predict(float[])}, for very many rows at once. */
    public float[] predict(ManyRows rows) {
        return trees.predict(rows);
    }

    @Override
    public void close() {
        trees.close();
    }
}
