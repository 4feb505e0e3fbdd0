package dev.daybreak.project.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a check found on one partition.
 *
 * @param success whether it holds
 * @param observed the measure, as JSON-like value (number, text, list, map); null where the expectation has none
 * @param evaluated rows the expectation looked at
 * @param unexpected rows that do not hold; 0 for expectations on aggregates
 * @param unexpectedShare of the rows looked at (0 to 1); empty if none were
 * @param samples up to 20 failing rows, column to value
 * @param reason why it failed or could not be evaluated, for people; empty on success. A check that cannot be evaluated fails
 */
public record CheckOutcome(
        CheckSpec check,
        boolean success,
        Object observed,
        long evaluated,
        long unexpected,
        OptionalDouble unexpectedShare,
        List<Map<String, Object>> samples,
        String reason) {
    public CheckOutcome {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(unexpectedShare, "unexpectedShare");
        Objects.requireNonNull(reason, "reason");
        List<Map<String, Object>> copies = new ArrayList<>();
        for (Map<String, Object> sample : samples) {
            copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(sample)));
        }
        samples = Collections.unmodifiableList(copies);
    }

    /** Whether it keeps its partition from being published. */
    public boolean blocks() {
        return !success && check.severity() == CheckSpec.Severity.BLOCK;
    }
}
