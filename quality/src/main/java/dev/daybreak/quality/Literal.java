package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes argument values as SQL literals that compare with values of a type. */
final class Literal {
    private Literal() {}

    /** @throws Unevaluable if the value has no counterpart in the type */
    static String of(Object value, DataType type) {
        return find(value, type)
                .orElseThrow(() -> new Unevaluable("'" + value + "' cannot be compared with a " + type));
    }

    /**
     * A comma-separated list of those values that a column of the type can hold; nulls and others are left out, since no
     * value equals them. Empty if none is left.
     */
    static String list(Collection<?> values, DataType type) {
        return values.stream()
                .flatMap(value -> find(value, type).stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Condition that a SQL value is one of the values. */
    static String in(String sql, Collection<?> values, DataType type) {
        String list = list(values, type);
        return list.isEmpty() ? "FALSE" : sql + " IN (" + list + ")";
    }

    static Optional<String> find(Object value, DataType type) {
        if (value == null) {
            return Optional.empty();
        }
        if (type.isNumeric()) {
            return number(value).map(number -> numeric(number, type));
        }
        if (type.isTemporal()) {
            return temporal(value, type);
        }
        if (type == Primitive.STRING) {
            return Optional.of(Quoting.text(value.toString()));
        }
        return type == Primitive.BOOLEAN ? bool(value) : Optional.empty();
    }

    private static Optional<Number> number(Object value) {
        if (value instanceof Number number) {
            return Optional.of(number);
        }
        try {
            return value instanceof String text ? Optional.of(new BigDecimal(text.strip())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String numeric(Number number, DataType type) {
        double approximate = number.doubleValue();
        boolean finite = !(number instanceof Double || number instanceof Float) || Double.isFinite(approximate);
        if (!finite) {
            return "CAST('" + number + "' AS DOUBLE)";
        }
        if (type == Primitive.FLOAT) {
            return "CAST(" + approximate + " AS FLOAT)";
        }
        if (type == Primitive.DOUBLE) {
            return "CAST(" + approximate + " AS DOUBLE)";
        }
        BigDecimal exact = number instanceof BigInteger big ? new BigDecimal(big) : new BigDecimal(number.toString());
        String plain = exact.toPlainString();
        // Engines hold at most 38 digits exactly; beyond that only the order of magnitude matters.
        return plain.length() > 36 ? "CAST(" + approximate + " AS DOUBLE)" : plain;
    }

    private static Optional<String> temporal(Object value, DataType type) {
        return DateText.normalize(value.toString(), type == Primitive.TIMESTAMPTZ)
                .map(text -> "CAST('" + text + "' AS " + castType(text, type) + ")");
    }

    private static String castType(String normalized, DataType type) {
        if (type == Primitive.TIMESTAMPTZ) {
            return "TIMESTAMP WITH TIME ZONE";
        }
        return normalized.length() == "2000-01-01".length() ? "DATE" : "TIMESTAMP";
    }

    private static Optional<String> bool(Object value) {
        String text = value.toString();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return Optional.of("TRUE");
        }
        return text.equalsIgnoreCase("false") || text.equals("0") ? Optional.of("FALSE") : Optional.empty();
    }
}
