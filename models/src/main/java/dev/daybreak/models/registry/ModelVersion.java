package dev.daybreak.models.registry;

import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One trained version of a model.
 *
 * @param version from 1
 * @param artifact path of {@code model.tar.gz}, relative to the state folder, with forward slashes
 * @param metrics on the holdout, the most telling first
 * @param reason why the gate decided so, in words
 * @param snapshot of the training table
 * @param step the key of the step that published it
 */
public record ModelVersion(
        String name,
        int version,
        String artifact,
        String sha256,
        Map<String, Metric> metrics,
        Outcome outcome,
        String reason,
        DataInterval interval,
        String table,
        long snapshot,
        String run,
        String step,
        Instant created) {
    /** What the gate decided. */
    public enum Outcome {
        /** The gate held and the version became {@code Production}. */
        PROMOTED,
        /** The gate held; a person promotes. */
        PASSED,
        /** The gate did not hold. */
        HELD_BACK;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        static Outcome of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }

    public ModelVersion {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** The most telling metric: {@code auc 0.853 [0.849, 0.857]}; empty if nothing was measured. */
    public String headline() {
        return metrics.entrySet().stream()
                .findFirst()
                .map(first -> first.getKey() + " " + first.getValue())
                .orElse("");
    }

    /** For a log: {@code version 3 promoted, auc 0.853 [0.849, 0.857]}, or {@code version 4 held back: auc 0.620 is not > 0.8}. */
    public String words() {
        return switch (outcome) {
            case PROMOTED -> "version " + version + " promoted, " + headline();
            case PASSED -> "version " + version + " passed its gate and waits for 'promote', " + headline();
            case HELD_BACK -> "version " + version + " held back: " + reason;
        };
    }
}
