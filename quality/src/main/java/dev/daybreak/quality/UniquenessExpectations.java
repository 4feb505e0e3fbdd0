package dev.daybreak.quality;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Expectations that no value, or no combination of values, occurs twice. All rows of a value that does are unexpected. Rows are
 * grouped, which engines do beyond their memory, in a query of its own.
 */
final class UniquenessExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.ofValues("expect_column_values_to_be_unique", (subject, arguments) -> {
                Field field = subject.field(arguments.text("column"));
                return measure(subject, arguments, List.of(field), field.sql() + " IS NOT NULL");
            }),
            Expectation.of(
                    "expect_compound_columns_to_be_unique",
                    (subject, arguments) -> {
                        List<Field> fields = subject.fields(arguments.texts("column_list"));
                        return measure(subject, arguments, fields, MissingValues.evaluated(arguments, fields));
                    },
                    Parameter.required("column_list", ParameterKind.COLUMNS),
                    MissingValues.PARAMETER,
                    Mostly.PARAMETER));

    private UniquenessExpectations() {}

    private static Measurement measure(Subject subject, Arguments arguments, List<Field> fields, String evaluated) {
        String keys = fields.stream().map(Field::sql).collect(Collectors.joining(", "));
        String rows = subject.from() + " WHERE " + subject.where() + " AND (" + evaluated + ")";
        String names = fields.stream().map(field -> "'" + field.name() + "'").collect(Collectors.joining(", "));
        return new Measurement.Aggregates(
                "(SELECT COUNT(*) AS daybreak_rows FROM " + rows + " GROUP BY " + keys + ") AS daybreak_groups",
                List.of(
                        "CAST(COALESCE(SUM(daybreak_rows), 0) AS BIGINT)",
                        "CAST(COALESCE(SUM(daybreak_rows) FILTER (WHERE daybreak_rows > 1), 0) AS BIGINT)"),
                Mostly.of(arguments, names + " must be unique" + (fields.size() > 1 ? " together" : "")),
                sample(subject, fields, keys, rows));
    }

    /** Twenty groups hold at least twenty failing rows, so the join is small. */
    private static String sample(Subject subject, List<Field> fields, String keys, String rows) {
        String same = fields.stream()
                .map(field -> "t." + field.sql() + " IS NOT DISTINCT FROM d." + field.sql())
                .collect(Collectors.joining(" AND "));
        return "SELECT " + subject.columns("t.") + " FROM (SELECT * FROM " + rows + ") AS t JOIN (SELECT " + keys
                + " FROM "
                + rows + " GROUP BY " + keys + " HAVING COUNT(*) > 1 ORDER BY " + keys + " LIMIT " + Finding.SAMPLE_SIZE
                + ") AS d ON " + same + " LIMIT " + Finding.SAMPLE_SIZE;
    }
}
