package dev.daybreak.project.schema;

import java.util.List;
import java.util.Objects;

/**
 * A comparison of a column with constants, which the rows that are asked for meet; a null meets none.
 *
 * @param column its name, whatever the case of its letters
 * @param values texts, {@link java.math.BigDecimal} numbers, {@link java.time.LocalDate}, {@link java.time.LocalDateTime} or Boolean, as they are
 *     written; one, but for {@link Comparison#IN}
 */
public record ColumnCondition(String column, Comparison comparison, List<Object> values) {
    public ColumnCondition {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(comparison, "comparison");
        values = List.copyOf(values);
    }

    /** How a column is compared. */
    public enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN
    }
}
