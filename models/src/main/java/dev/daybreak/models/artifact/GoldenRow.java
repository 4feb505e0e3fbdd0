package dev.daybreak.models.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row with the prediction that the model gave for it when it was trained. Whoever loads the model predicts these rows again:
 * a model that was saved by one version of XGBoost can load in another and predict differently.
 *
 * @param row feature to value, as a request would have it; null is missing
 */
public record GoldenRow(Map<String, Object> row, double prediction) {
    private static final double TOLERANCE = 1e-6;

    public GoldenRow {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }

    /** Whether a prediction is as near to what is expected as different processors and versions of XGBoost may be. */
    public static boolean isNear(double prediction, double expected) {
        return Math.abs(prediction - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
    }
}
