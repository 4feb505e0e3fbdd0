package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Expectations on several columns of the same row. */
final class RecordExpectations {
    static final List<Expectation> ALL = List.of(
            record(
                    "expect_multicolumn_sum_to_equal",
                    RecordExpectations::sum,
                    "must add up to the total",
                    Parameter.required("sum_total", ParameterKind.NUMBER)),
            record(
                    "expect_select_column_values_to_be_unique_within_record",
                    (arguments, fields) -> pairwise(fields, " IS DISTINCT FROM "),
                    "must differ from each other"),
            record(
                    "expect_multicolumn_values_to_be_equal",
                    (arguments, fields) -> pairwise(fields, " IS NOT DISTINCT FROM "),
                    "must be equal"));

    private RecordExpectations() {}

    /** Says in SQL when a row holds. */
    @FunctionalInterface
    private interface Test {
        String holds(Arguments arguments, List<Field> fields);
    }

    private static Expectation record(String name, Test test, String must, Parameter... own) {
        List<Parameter> parameters = new ArrayList<>(List.of(own));
        parameters.add(Parameter.required("column_list", ParameterKind.COLUMNS));
        parameters.add(MissingValues.PARAMETER);
        parameters.add(Mostly.PARAMETER);
        return new Expectation(name, parameters, (subject, arguments) -> {
            List<Field> fields = subject.fields(arguments.texts("column_list"));
            String names =
                    fields.stream().map(field -> "'" + field.name() + "'").collect(Collectors.joining(", "));
            return new RowRule(
                            MissingValues.evaluated(arguments, fields),
                            test.holds(arguments, fields),
                            names + " " + must)
                    .measure(subject, arguments);
        });
    }

    /** A missing value adds nothing, as upstream on Spark; {@code ignore_row_if} leaves such rows out. */
    private static String sum(Arguments arguments, List<Field> fields) {
        String sum = fields.stream()
                .map(field -> "COALESCE(" + field.requireNumeric().sql() + ", 0)")
                .collect(Collectors.joining(" + "));
        boolean exact =
                fields.stream().noneMatch(field -> field.type() == Primitive.DOUBLE || field.type() == Primitive.FLOAT);
        return sum + " = " + Literal.of(arguments.raw("sum_total"), exact ? Primitive.LONG : Primitive.DOUBLE);
    }

    private static String pairwise(List<Field> fields, String operator) {
        List<String> tests = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            for (int j = i + 1; j < fields.size(); j++) {
                tests.add(fields.get(i).sql() + operator + fields.get(j).sql());
            }
        }
        return tests.isEmpty() ? "TRUE" : String.join(" AND ", tests);
    }
}
