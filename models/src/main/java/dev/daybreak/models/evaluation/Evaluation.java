package dev.daybreak.models.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How predictions fit labels that the model has not seen.
 *
 * @param metrics by name, the most telling first
 * @param rows that were judged
 * @param curves of the same rows
 */
public record Evaluation(Map<String, Metric> metrics, int rows, Curves curves) {
    /** What a classifier is measured by: {@code auc}, {@code log_loss}, {@code pr_auc}, {@code calibration_error}, {@code calibration_ratio}. */
    public static final List<String> CLASSIFICATION = BinaryMeasures.NAMES;

    /** What a regression is measured by: {@code rmse}, {@code mae}, {@code calibration_ratio}. */
    public static final List<String> REGRESSION = RegressionMeasures.NAMES;

    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** How intervals are made: how many resamples (0: no intervals), of which seed, by how many threads. */
    public record Resampling(int resamples, long seed, int threads) {
        public static final Resampling NONE = new Resampling(0, 0, 1);
    }

    /**
     * @param scores probabilities of label 1
     * @param labels 0 or 1, one per score, both of them present
     */
    public static Evaluation ofClassifier(float[] scores, float[] labels, Resampling resampling) {
        return of(new BinaryMeasures(scores, labels), resampling);
    }

    /**
     * @param predictions one per label
     * @param labels at least one
     */
    public static Evaluation ofRegression(float[] predictions, float[] labels, Resampling resampling) {
        return of(new RegressionMeasures(predictions, labels), resampling);
    }

    private static Evaluation of(Measures measures, Resampling resampling) {
        double[] values = measures.of(null);
        double[][] resampled = Bootstrap.resample(
                measures, resampling.resamples(), resampling.seed(), Math.max(1, resampling.threads()));
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            metrics.put(measures.names().get(i), Bootstrap.metric(values[i], resampled, i));
        }
        return new Evaluation(metrics, measures.rows(), measures.curves());
    }

    /** Every metric there is, each once. */
    public static List<String> allMetrics() {
        return Stream.concat(CLASSIFICATION.stream(), REGRESSION.stream())
                .distinct()
                .toList();
    }

    /** The most telling metric in words: {@code auc 0.853 [0.849, 0.857]}. */
    public String headline() {
        Map.Entry<String, Metric> first = metrics.entrySet().iterator().next();
        return first.getKey() + " " + first.getValue();
    }
}
