package dev.daybreak.models.artifact;

import dev.daybreak.models.evaluation.Curves;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a version to be looked at, beyond its metrics.
 *
 * @param curves of the holdout
 * @param importance feature to its share in what all splits of the model won, from 0 to 1
 */
public record Insight(Curves curves, Map<String, Double> importance) {
    public Insight {
        importance = Collections.unmodifiableMap(new TreeMap<>(importance));
    }
}
