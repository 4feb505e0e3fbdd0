package dev.daybreak.models.evaluation;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A figure with its 95 % bootstrap interval.
 *
 * @param low the 2.5 % quantile of the resamples; NaN if there were none
 * @param high the 97.5 % quantile; NaN if there were none
 */
public record Metric(double value, double low, double high) {
    /** Such as {@code 0.853 [0.849, 0.857]}, or without brackets if there is no interval. */
    @Override
    public String toString() {
        String text = format(value);
        return Double.isNaN(low) ? text : text + " [" + format(low) + ", " + format(high) + "]";
    }

    /** Such as {@code auc 0.853 [0.849, 0.857], log_loss 0.401 [0.395, 0.407]}, by name. */
    public static String words(Map<String, Metric> metrics) {
        return new TreeMap<>(metrics)
                .entrySet().stream()
                        .map(metric -> metric.getKey() + " " + metric.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Three decimals, or three significant digits for large and tiny figures. */
    public static String format(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || (size >= 0.001 && size < 100_000);
        return String.format(Locale.ROOT, plain ? "%.3f" : "%.3g", value);
    }
}
