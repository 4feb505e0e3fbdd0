package dev.daybreak.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Expectations on two columns of the same row. */
final class PairExpectations {
    static final List<Expectation> ALL = List.of(
            pair(
                    "expect_column_pair_values_a_to_be_greater_than_b",
                    (arguments, a, b) -> a.sql() + (arguments.flag("or_equal") ? " >= " : " > ") + b.sql(),
                    "'%s' must be greater than '%s'",
                    Parameter.optional("or_equal", ParameterKind.FLAG)),
            pair(
                    "expect_column_pair_values_to_be_equal",
                    (arguments, a, b) -> a.sql() + " = " + b.sql(),
                    "'%s' must equal '%s'"),
            pair(
                    "expect_column_pair_values_to_be_in_set",
                    PairExpectations::inSet,
                    "'%s' and '%s' must be a permitted pair",
                    Parameter.optional("value_pairs_set", ParameterKind.PAIRS)));

    private PairExpectations() {}

    /** Says in SQL when a pair holds. */
    @FunctionalInterface
    private interface Test {
        String holds(Arguments arguments, Field a, Field b);
    }

    private static Expectation pair(String name, Test test, String must, Parameter... own) {
        List<Parameter> parameters = new ArrayList<>(List.of(own));
        parameters.add(Parameter.required("column_A", ParameterKind.COLUMN));
        parameters.add(Parameter.required("column_B", ParameterKind.COLUMN));
        parameters.add(MissingValues.PARAMETER);
        parameters.add(Mostly.PARAMETER);
        return new Expectation(name, parameters, (subject, arguments) -> {
            Field a = subject.field(arguments.text("column_A"));
            Field b = subject.field(arguments.text("column_B"));
            String sentence =
                    String.format(must, a.name(), b.name()) + (arguments.flag("or_equal") ? ", or equal it" : "");
            return new RowRule(MissingValues.evaluated(arguments, List.of(a, b)), test.holds(arguments, a, b), sentence)
                    .measure(subject, arguments);
        });
    }

    /** Null in a pair of the set equals null in the row. */
    private static String inSet(Arguments arguments, Field a, Field b) {
        if (!arguments.has("value_pairs_set")) {
            return "TRUE";
        }
        List<String> alternatives = new ArrayList<>();
        for (Object element : arguments.list("value_pairs_set").orElseThrow()) {
            if (!(element instanceof Collection<?> pair) || pair.size() != 2) {
                throw new Unevaluable("parameter 'value_pairs_set' holds '" + element + "', which is no pair");
            }
            List<?> values = new ArrayList<>(pair);
            alternatives.add("(" + equal(a, values.get(0)) + " AND " + equal(b, values.get(1)) + ")");
        }
        return alternatives.isEmpty() ? "FALSE" : String.join(" OR ", alternatives);
    }

    private static String equal(Field field, Object value) {
        return value == null
                ? field.sql() + " IS NULL"
                : Literal.find(value, field.type())
                        .map(literal -> field.sql() + " = " + literal)
                        .orElse("FALSE");
    }
}
