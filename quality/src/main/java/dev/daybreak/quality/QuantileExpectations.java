package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The expectation that quantiles lie in ranges. A quantile is a value that occurs: the first at which the cumulative share
 * reaches it. The median is the mean of the two values in the middle.
 */
final class QuantileExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.of(
                    "expect_column_median_to_be_between",
                    QuantileExpectations::median,
                    Bounds.columnParameters(ParameterKind.NUMBER)),
            Expectation.of(
                    "expect_column_quantile_values_to_be_between",
                    QuantileExpectations::quantiles,
                    Parameter.required("column", ParameterKind.COLUMN),
                    Parameter.required("quantile_ranges", ParameterKind.MAP),
                    Parameter.optional("allow_relative_error", ParameterKind.ANY)));

    private QuantileExpectations() {}

    private static Measurement median(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireNumeric();
        Distribution distribution = new Distribution(subject, field);
        return AggregateExpectations.between(
                distribution.from(),
                "the median of '" + field.name() + "'",
                distribution.median(),
                Primitive.DOUBLE,
                Distribution.present(),
                Bounds.of(arguments));
    }

    private static Measurement quantiles(Subject subject, Arguments arguments) {
        Field field = subject.field(arguments.text("column")).requireNumeric();
        Distribution distribution = new Distribution(subject, field);
        Arguments ranges = new Arguments(strings(arguments.map("quantile_ranges")));
        List<Object> quantiles = elements(ranges, "quantiles");
        List<Object> bounds = elements(ranges, "value_ranges");
        if (quantiles.isEmpty() || quantiles.size() != bounds.size()) {
            throw new Unevaluable("parameter 'quantile_ranges' has " + quantiles.size() + " quantiles and "
                    + bounds.size() + " value_ranges, but needs one range per quantile");
        }
        List<String> expressions = new ArrayList<>(List.of(Distribution.present()));
        for (int i = 0; i < quantiles.size(); i++) {
            // An exact literal: 0.7 of 10 rows are 7 of them, not a little more.
            String quantile = distribution.quantile(Literal.of(quantiles.get(i), Primitive.LONG));
            expressions.add(quantile);
            expressions.add("(" + range(bounds.get(i)).holds(quantile, Primitive.DOUBLE) + ")");
        }
        return new Measurement.Aggregates(
                distribution.from(), expressions, values -> judge(field, quantiles, bounds, values));
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static List<Object> elements(Arguments ranges, String name) {
        return new ArrayList<>(ranges.list(name)
                .orElseThrow(() -> new Unevaluable("parameter 'quantile_ranges' has no list '" + name + "'")));
    }

    private static Bounds range(Object pair) {
        if (pair instanceof Collection<?> both && both.size() == 2) {
            List<Object> values = new ArrayList<>(both);
            return new Bounds(values.get(0), values.get(1), false, false);
        }
        throw new Unevaluable("parameter 'quantile_ranges' has the value range '" + pair + "', which is no pair");
    }

    private static Verdict judge(Field field, List<Object> quantiles, List<Object> bounds, List<Object> values) {
        List<Object> observed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < quantiles.size(); i++) {
            Object value = values.get(2 * i + 1);
            if (value == null) {
                return Verdict.failed("Cannot evaluate: '" + field.name() + "' has no value");
            }
            observed.add(value);
            if (!Boolean.TRUE.equals(values.get(2 * i + 2))) {
                wrong.add("quantile " + quantiles.get(i) + " is " + value + ", must be "
                        + range(bounds.get(i)).words());
            }
        }
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("quantiles", quantiles);
        both.put("values", observed);
        return Verdict.on(
                both,
                ((Number) values.get(0)).longValue(),
                wrong.isEmpty(),
                "'" + field.name() + "': " + String.join("; ", wrong));
    }
}
