package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.List;

/**
 * A range as {@code min_value}, {@code max_value}, {@code strict_min} and {@code strict_max} give it. Bounds are inclusive
 * unless strict; null is no bound. The engine compares, so that its rules for the column's type apply.
 */
record Bounds(Object min, Object max, boolean strictMin, boolean strictMax) {
    /** By how much, in proportion, a number may differ that is added up of doubles in any order. */
    private static final double ROUNDING = 1e-12;

    private static final Parameter STRICT_MIN = Parameter.optional("strict_min", ParameterKind.FLAG);
    private static final Parameter STRICT_MAX = Parameter.optional("strict_max", ParameterKind.FLAG);

    static Bounds of(Arguments arguments) {
        return new Bounds(
                arguments.raw("min_value"),
                arguments.raw("max_value"),
                arguments.flag("strict_min"),
                arguments.flag("strict_max"));
    }

    static Bounds exactly(Object value) {
        return new Bounds(value, value, false, false);
    }

    static Parameter[] parameters(ParameterKind kind) {
        return new Parameter[] {
            Parameter.optional("min_value", kind), Parameter.optional("max_value", kind), STRICT_MIN, STRICT_MAX
        };
    }

    /** The same with {@code column} before. */
    static Parameter[] columnParameters(ParameterKind kind) {
        return new Parameter[] {
            Parameter.required("column", ParameterKind.COLUMN),
            Parameter.optional("min_value", kind),
            Parameter.optional("max_value", kind),
            STRICT_MIN,
            STRICT_MAX
        };
    }

    /** The condition that a SQL value of that type lies within. */
    String holds(String value, DataType type) {
        if (type == Primitive.STRING && (min instanceof Number || max instanceof Number)) {
            throw new Unevaluable("strings cannot be compared with the numbers " + words());
        }
        List<String> conditions = new ArrayList<>();
        if (min != null) {
            conditions.add(value + (strictMin ? " > " : " >= ") + Literal.of(min, type));
        }
        if (max != null) {
            conditions.add(value + (strictMax ? " < " : " <= ") + Literal.of(max, type));
        } else if (min != null && (type == Primitive.DOUBLE || type == Primitive.FLOAT)) {
            // Engines sort NaN above infinity, but it lies in no range.
            conditions.add(value + " <= " + Literal.of(Double.POSITIVE_INFINITY, type));
        }
        return conditions.isEmpty() ? "TRUE" : String.join(" AND ", conditions);
    }

    /**
     * The same for a number that engines give up to its last digits, such as a mean: what is nearly at a bound counts as being at it,
     * so that a check does not hold on one engine only.
     */
    Bounds upToRounding() {
        return new Bounds(
                moved(min, strictMin ? ROUNDING : -ROUNDING),
                moved(max, strictMax ? -ROUNDING : ROUNDING),
                strictMin,
                strictMax);
    }

    private static Object moved(Object bound, double share) {
        if (bound instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue() + Math.abs(number.doubleValue()) * share;
        }
        return bound;
    }

    /** Such as {@code at least 1 and less than 10}. */
    String words() {
        if (min != null && min.equals(max) && !strictMin && !strictMax) {
            return "exactly " + min;
        }
        String lower = min == null ? "" : (strictMin ? "more than " : "at least ") + min;
        String upper = max == null ? "" : (strictMax ? "less than " : "at most ") + max;
        return lower.isEmpty() && upper.isEmpty()
                ? "anything"
                : lower + (lower.isEmpty() || upper.isEmpty() ? "" : " and ") + upper;
    }
}
