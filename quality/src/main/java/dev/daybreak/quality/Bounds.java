package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;

/**
 * A range as {@code min_value}, {@code max_value}, {@code strict_min} and {@code strict_max} give it. Bounds are inclusive
 * unless strict; null is no bound. The engine compares, so that its rules for the column's type apply.
 */
record Bounds(Object min, Object max, boolean strictMin, boolean strictMax) {
    private static final Parameter STRICT_MIN = Parameter.optional("strict_min", ParameterKind.FLAG);
    private static final Parameter STRICT_MAX = Parameter.optional("strict_max", ParameterKind.FLAG);

    static Bounds of(Arguments arguments) {
        return new Bounds(
                arguments.raw("min_value"),
                arguments.raw("max_value"),
                arguments.flag("strict_min"),
                arguments.flag("strict_max"));
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
        String lower = min == null ? "" : value + (strictMin ? " > " : " >= ") + Literal.of(min, type);
        String upper = max == null ? "" : value + (strictMax ? " < " : " <= ") + Literal.of(max, type);
        if (lower.isEmpty() && upper.isEmpty()) {
            return "TRUE";
        }
        return lower.isEmpty() ? upper : upper.isEmpty() ? lower : lower + " AND " + upper;
    }

    /** Such as {@code at least 1 and less than 10}. */
    String words() {
        String lower = min == null ? "" : (strictMin ? "more than " : "at least ") + min;
        String upper = max == null ? "" : (strictMax ? "less than " : "at most ") + max;
        return lower.isEmpty() && upper.isEmpty()
                ? "anything"
                : lower + (lower.isEmpty() || upper.isEmpty() ? "" : " and ") + upper;
    }
}
