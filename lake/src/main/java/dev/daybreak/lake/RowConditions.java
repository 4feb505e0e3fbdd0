package dev.daybreak.lake;

import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.ColumnCondition.Comparison;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Conditions in Iceberg's terms, to leave out files. One whose constants are not of the column's own kind is left away, since an engine may cast either. */
final class RowConditions {
    private final Schema now;
    private final Schema then;
    private final ZoneId zone;

    /**
     * @param now names the columns
     * @param then in which rows are read; it may name a column otherwise or lack it
     * @param zone in which timestamps without one are told, where the column has instants
     */
    RowConditions(Schema now, Schema then, ZoneId zone) {
        this.now = now;
        this.then = then;
        this.zone = zone;
    }

    Expression expression(List<ColumnCondition> conditions) {
        Expression all = Expressions.alwaysTrue();
        for (ColumnCondition condition : conditions) {
            all = Expressions.and(all, expression(condition).orElse(Expressions.alwaysTrue()));
        }
        return all;
    }

    private Optional<Expression> expression(ColumnCondition condition) {
        Types.NestedField named = now.caseInsensitiveFindField(condition.column());
        Types.NestedField field = named == null ? null : then.findField(named.fieldId());
        if (field == null) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (Object value : condition.values()) {
            value(field.type(), value).ifPresent(values::add);
        }
        if (values.size() < condition.values().size()) {
            return Optional.empty();
        }
        String name = then.findColumnName(field.fieldId());
        if (condition.comparison() == Comparison.IN) {
            return Optional.of(Expressions.in(name, values));
        }
        Object value = values.get(0);
        return Optional.of(
                switch (condition.comparison()) {
                    case EQUAL -> Expressions.equal(name, value);
                    case LESS -> Expressions.lessThan(name, value);
                    case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(name, value);
                    case GREATER -> Expressions.greaterThan(name, value);
                    case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(name, value);
                    case IN -> throw new IllegalStateException("told above");
                });
    }

    private Optional<Object> value(Type type, Object value) {
        try {
            return switch (type.typeId()) {
                case INTEGER ->
                    value instanceof BigDecimal number ? Optional.of(number.intValueExact()) : Optional.empty();
                case LONG ->
                    value instanceof BigDecimal number ? Optional.of(number.longValueExact()) : Optional.empty();
                case STRING -> value instanceof String ? Optional.of(value) : Optional.empty();
                case DATE -> date(value).map(date -> Math.toIntExact(date.toEpochDay()));
                case TIMESTAMP -> time(value).map(time -> micros(type, time));
                default -> Optional.empty();
            };
        } catch (ArithmeticException | DateTimeException unfit) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(Object value) {
        if (value instanceof String text) {
            return Optional.of(LocalDate.parse(text));
        }
        return value instanceof LocalDate date ? Optional.of(date) : Optional.empty();
    }

    private static Optional<LocalDateTime> time(Object value) {
        if (value instanceof String text) {
            return Optional.of(
                    text.length() <= 10
                            ? LocalDate.parse(text).atStartOfDay()
                            : LocalDateTime.parse(text.replace(' ', 'T')));
        }
        if (value instanceof LocalDate date) {
            return Optional.of(date.atStartOfDay());
        }
        return value instanceof LocalDateTime time ? Optional.of(time) : Optional.empty();
    }

    private Object micros(Type type, LocalDateTime time) {
        boolean isInstant = ((Types.TimestampType) type).shouldAdjustToUTC();
        LocalDateTime utc =
                isInstant ? LocalDateTime.ofInstant(time.atZone(zone).toInstant(), ZoneOffset.UTC) : time;
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), utc);
    }
}
