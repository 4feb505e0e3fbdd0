package dev.daybreak.lake;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Stretches of values of one column, for leaving out files that have none of them.
 *
 * @param column of the table, whatever its letter case
 * @param ranges may be empty: no value then
 */
public record ValueRanges(String column, List<Range> ranges) {
    public ValueRanges {
        Objects.requireNonNull(column, "column");
        ranges = List.copyOf(ranges);
    }

    /**
     * Two values as an engine's rows give them, both included.
     *
     * @param low not greater than {@code high}
     */
    public record Range(Object low, Object high) {
        public Range {
            Objects.requireNonNull(low, "low");
            Objects.requireNonNull(high, "high");
        }
    }

    /**
     * The rows that have such a value, and maybe others: everything if values of the column's kind are not looked at.
     *
     * @param now names the column
     * @param then in which rows are read; it may name the column otherwise or lack it
     */
    Expression expression(Schema now, Schema then) {
        NestedField named = now.caseInsensitiveFindField(column);
        NestedField field = named == null ? null : then.findField(named.fieldId());
        boolean isComparable = field != null
                && ranges.stream().allMatch(range -> isComparable(range.low()) && isComparable(range.high()));
        if (!isComparable) {
            return Expressions.alwaysTrue();
        }
        boolean arePoints = ranges.stream().allMatch(range -> range.low().equals(range.high()));
        if (arePoints && !ranges.isEmpty()) {
            // Only equal values tell the bucket.
            return Expressions.in(
                    field.name(),
                    ranges.stream().map(range -> literal(range.low())).toArray());
        }
        return any(field.name(), 0, ranges.size());
    }

    /** Halved, so that many ranges make no deep tree. */
    private Expression any(String name, int from, int to) {
        if (to - from > 1) {
            int middle = (from + to) / 2;
            return Expressions.or(any(name, from, middle), any(name, middle, to));
        }
        if (from == to) {
            return Expressions.alwaysFalse();
        }
        Range range = ranges.get(from);
        return Expressions.and(
                Expressions.greaterThanOrEqual(name, literal(range.low())),
                Expressions.lessThanOrEqual(name, literal(range.high())));
    }

    private static boolean isComparable(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof String
                || value instanceof BigDecimal
                || value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof Instant;
    }

    private static Object literal(Object value) {
        if (value instanceof LocalDate date) {
            return Math.toIntExact(date.toEpochDay());
        }
        if (value instanceof LocalDateTime time) {
            return micros(time.toInstant(ZoneOffset.UTC));
        }
        return value instanceof Instant instant ? micros(instant) : value;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
