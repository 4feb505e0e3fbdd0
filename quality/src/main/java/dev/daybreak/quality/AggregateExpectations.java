package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.List;

/** Expectations that one number about a column lies in a range. With no value to measure they fail. */
final class AggregateExpectations {
    static final List<Expectation> ALL = List.of(
            measure("expect_column_min_to_be_between", "minimum", ParameterKind.VALUE, Measure::min),
            measure("expect_column_max_to_be_between", "maximum", ParameterKind.VALUE, Measure::max),
            measure("expect_column_sum_to_be_between", "sum", ParameterKind.NUMBER, Measure::sum),
            measure("expect_column_mean_to_be_between", "mean", ParameterKind.NUMBER, Measure::mean),
            measure(
                    "expect_column_stdev_to_be_between",
                    "standard deviation",
                    ParameterKind.NUMBER,
                    Measure::deviation),
            measure(
                    "expect_column_unique_value_count_to_be_between",
                    "number of distinct values",
                    ParameterKind.NUMBER,
                    Measure::distinct),
            measure(
                    "expect_column_proportion_of_unique_values_to_be_between",
                    "share of distinct values",
                    ParameterKind.SHARE,
                    Measure::distinctShare),
            measure(
                    "expect_column_proportion_of_non_null_values_to_be_between",
                    "share of values that are not null",
                    ParameterKind.SHARE,
                    Measure::presentShare));

    private AggregateExpectations() {}

    /**
     * A number about a column.
     *
     * @param sql an aggregate over the subject's rows
     * @param type with what bounds are compared
     * @param isAddedUp of values one after the other, so that its last digits depend on their order
     */
    private record Measure(String sql, DataType type, boolean isAddedUp) {
        Measure(String sql, DataType type) {
            this(sql, type, false);
        }

        String holds(Bounds bounds) {
            boolean rounded = isAddedUp && type == Primitive.DOUBLE;
            return (rounded ? bounds.upToRounding() : bounds).holds(sql, type);
        }

        static Measure min(Subject subject, Field field) {
            return new Measure(subject.aggregate("MIN(" + field.sql() + ")"), field.type());
        }

        static Measure max(Subject subject, Field field) {
            return new Measure(subject.aggregate("MAX(" + field.sql() + ")"), field.type());
        }

        static Measure sum(Subject subject, Field field) {
            String sum = subject.aggregate("SUM(" + number(field) + ")");
            boolean whole = field.type() == Primitive.INT || field.type() == Primitive.LONG;
            if (whole || field.type() == Primitive.BOOLEAN) {
                return new Measure("CAST(" + sum + " AS DECIMAL(38, 0))", Primitive.LONG);
            }
            return new Measure(sum, field.type() == Primitive.FLOAT ? Primitive.DOUBLE : field.type(), true);
        }

        static Measure mean(Subject subject, Field field) {
            return addedUp("AVG", subject, field);
        }

        static Measure deviation(Subject subject, Field field) {
            return addedUp("STDDEV_SAMP", subject, field);
        }

        private static Measure addedUp(String function, Subject subject, Field field) {
            String aggregate = subject.aggregate(function + "(" + number(field) + ")");
            return new Measure("CAST(" + aggregate + " AS DOUBLE)", Primitive.DOUBLE, true);
        }

        static Measure distinct(Subject subject, Field field) {
            return new Measure(subject.aggregate("COUNT(DISTINCT " + field.sql() + ")"), Primitive.LONG);
        }

        static Measure distinctShare(Subject subject, Field field) {
            return real(distinct(subject, field).sql() + " / NULLIF(" + present(subject, field) + ", 0)");
        }

        static Measure presentShare(Subject subject, Field field) {
            return real(present(subject, field) + " / NULLIF(" + subject.count("TRUE") + ", 0)");
        }

        private static Measure real(String sql) {
            return new Measure("CAST(" + sql + " AS DOUBLE)", Primitive.DOUBLE);
        }

        /** True counts as 1. */
        private static String number(Field field) {
            return field.type() == Primitive.BOOLEAN
                    ? "CAST(" + field.sql() + " AS INTEGER)"
                    : field.requireNumeric().sql();
        }
    }

    /** How a number is measured on a column. */
    @FunctionalInterface
    private interface Measuring {
        Measure on(Subject subject, Field field);
    }

    private static String present(Subject subject, Field field) {
        return subject.count(field.sql() + " IS NOT NULL");
    }

    private static Expectation measure(String name, String noun, ParameterKind kind, Measuring measuring) {
        return Expectation.of(
                name,
                (subject, arguments) -> {
                    Field field = subject.field(arguments.text("column"));
                    Measure measure = measuring.on(subject, field);
                    Bounds bounds = Bounds.of(arguments);
                    String what = "the " + noun + " of '" + field.name() + "'";
                    return between(
                            subject.from(),
                            what,
                            measure.sql(),
                            measure.holds(bounds),
                            present(subject, field),
                            bounds);
                },
                Bounds.columnParameters(kind));
    }

    /**
     * An aggregate that has to lie within bounds.
     *
     * @param from what stands after FROM
     * @param what names it to people
     * @param present SQL for the number of values it is taken of
     */
    static Measurement between(String from, String what, String sql, DataType type, String present, Bounds bounds) {
        return between(from, what, sql, bounds.holds(sql, type), present, bounds);
    }

    private static Measurement between(
            String from, String what, String sql, String condition, String present, Bounds bounds) {
        return new Measurement.Aggregates(
                from, List.of(sql, "(" + condition + ")", present), values -> judge(what, bounds, values));
    }

    private static Verdict judge(String what, Bounds bounds, List<Object> values) {
        Object observed = values.get(0);
        if (observed == null) {
            return Verdict.failed("Cannot evaluate: there is no value to take " + what + " of");
        }
        if (observed instanceof Double number && number.isNaN()) {
            return Verdict.failed("Cannot evaluate: " + what + " is not a number (NaN)");
        }
        long present = ((Number) values.get(2)).longValue();
        boolean success = Boolean.TRUE.equals(values.get(1));
        return Verdict.on(observed, present, success, what + " is " + observed + ", must be " + bounds.words());
    }
}
