package dev.daybreak.models.artifact;

import dev.daybreak.models.features.Encoding;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model comes from: everything that is needed to explain it and to train it again. Holds no time of training and no
 * name of a run, so that the same training gives the same manifest.
 *
 * @param format of this manifest; 1
 * @param model the asset's name
 * @param features in the order of the model's columns
 * @param objective what XGBoost minimised
 * @param parameters as given to XGBoost, with the objective
 * @param rounds in the model, after early stopping
 * @param libraryVersion of the XGBoost that trained it: on Spark, another one than the program's
 * @param workers of Spark that trained it together; 0 if the program did by itself
 * @param snapshots table to snapshot id
 * @param codeHash of the asset's definition
 */
public record Manifest(
        int format,
        String model,
        String label,
        List<Encoding> features,
        String objective,
        SortedMap<String, Object> parameters,
        int rounds,
        long seed,
        int threads,
        String library,
        String libraryVersion,
        int workers,
        String table,
        Map<String, Long> snapshots,
        Rows training,
        Rows stopping,
        Rows holdout,
        String codeHash) {
    public static final int FORMAT = 1;

    /**
     * A part of the rows.
     *
     * @param interval the span of time that the part is taken from, as ISO-8601 {@code start/end} (end exclusive), or {@code all}
     */
    public record Rows(String interval, int rows) {}

    public Manifest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(objective, "objective");
        features = List.copyOf(features);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        snapshots = Collections.unmodifiableSortedMap(new TreeMap<>(snapshots));
    }

    /** Whether predictions are probabilities of label 1. */
    public boolean isClassifier() {
        return objective.startsWith("binary:");
    }
}
