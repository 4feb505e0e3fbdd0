package dev.daybreak.project.check;

import dev.daybreak.project.problem.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An expectation on an asset's data, as written in the project.
 *
 * @param expectation the name that Great Expectations uses, such as {@code expect_column_values_to_not_be_null}
 * @param arguments its parameters, by the same names; values are null, Boolean, Integer, Long, Double, BigDecimal, String, List or Map
 * @param texts where those of the arguments stand that are texts, if a file has them
 */
public record CheckSpec(
        String expectation,
        Map<String, Object> arguments,
        Severity severity,
        Place place,
        Map<String, TextPlace> texts) {
    /** What a check that does not hold leads to. */
    public enum Severity {
        /** Nothing of the partition is published. */
        BLOCK,
        /** The outcome is recorded and shown. */
        WARN
    }

    public CheckSpec {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(place, "place");
        texts = Map.copyOf(texts);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** One whose texts stand nowhere. */
    public CheckSpec(String expectation, Map<String, Object> arguments, Severity severity, Place place) {
        this(expectation, arguments, severity, place, Map.of());
    }
}
