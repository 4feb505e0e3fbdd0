package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expectations on the table as a whole: its columns and its number of rows. */
final class TableExpectations {
    static final List<Expectation> ALL = List.of(
            Expectation.of(
                    "expect_column_to_exist",
                    TableExpectations::exists,
                    // Not checked against the columns: that is what it is for.
                    Parameter.required("column", ParameterKind.TEXT),
                    Parameter.optional("column_index", ParameterKind.COUNT)),
            Expectation.of(
                    "expect_table_column_count_to_be_between",
                    (subject, arguments) -> columnCount(subject, Bounds.of(arguments)),
                    Bounds.parameters(ParameterKind.NUMBER)),
            Expectation.of(
                    "expect_table_column_count_to_equal",
                    (subject, arguments) -> columnCount(subject, Bounds.exactly(arguments.raw("value"))),
                    Parameter.required("value", ParameterKind.COUNT)),
            Expectation.of(
                    "expect_table_columns_to_match_ordered_list",
                    TableExpectations::orderedList,
                    Parameter.optional("column_list", ParameterKind.TEXTS)),
            Expectation.of(
                    "expect_table_columns_to_match_set",
                    TableExpectations::columnSet,
                    Parameter.optional("column_set", ParameterKind.TEXTS),
                    Parameter.optional("exact_match", ParameterKind.FLAG)),
            Expectation.of(
                    "expect_table_row_count_to_be_between",
                    (subject, arguments) -> rowCount(subject, Bounds.of(arguments)),
                    Bounds.parameters(ParameterKind.NUMBER)),
            Expectation.of(
                    "expect_table_row_count_to_equal",
                    (subject, arguments) -> rowCount(subject, Bounds.exactly(arguments.raw("value"))),
                    Parameter.required("value", ParameterKind.COUNT)),
            Expectation.of(
                    "expect_table_row_count_to_equal_other_table",
                    TableExpectations::sameRowCount,
                    Parameter.required("other_table_name", ParameterKind.TEXT)));

    private TableExpectations() {}

    private static Measurement exists(Subject subject, Arguments arguments) {
        String name = arguments.text("column");
        int index = subject.schema().names().indexOf(name);
        boolean inPlace = !arguments.has("column_index") || (int) arguments.number("column_index") == index;
        String reason = index < 0
                ? "there is no column '" + name + "'; there are "
                        + Words.list(subject.schema().names())
                : "column '" + name + "' has index " + index + ", must be " + arguments.raw("column_index");
        return new Measurement.Known(Verdict.on(null, 0, index >= 0 && inPlace, reason));
    }

    private static Measurement columnCount(Subject subject, Bounds bounds) {
        int count = subject.schema().columns().size();
        boolean success = (bounds.min() == null || compare(count, bounds.min()) >= (bounds.strictMin() ? 1 : 0))
                && (bounds.max() == null || compare(count, bounds.max()) <= (bounds.strictMax() ? -1 : 0));
        return new Measurement.Known(
                Verdict.on(count, 0, success, "the table has " + count + " columns, must have " + bounds.words()));
    }

    private static int compare(int count, Object bound) {
        if (bound instanceof Number number) {
            return Double.compare(count, number.doubleValue());
        }
        throw new Unevaluable("'" + bound + "' cannot be compared with a number of columns");
    }

    private static Measurement orderedList(Subject subject, Arguments arguments) {
        List<String> observed = subject.schema().names();
        boolean success =
                !arguments.has("column_list") || arguments.texts("column_list").equals(observed);
        String reason = "the columns are " + Words.list(observed) + ", must be "
                + (success ? "" : Words.list(arguments.texts("column_list")));
        return new Measurement.Known(Verdict.on(observed, 0, success, reason));
    }

    private static Measurement columnSet(Subject subject, Arguments arguments) {
        List<String> observed = subject.schema().names();
        Set<String> wanted =
                new LinkedHashSet<>(arguments.has("column_set") ? arguments.texts("column_set") : List.of());
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(observed);
        List<String> surplus = new ArrayList<>(observed);
        surplus.removeAll(wanted);
        boolean success = missing.isEmpty() && (surplus.isEmpty() || !arguments.flagOrTrue("exact_match"));
        String reason = (missing.isEmpty() ? "" : "missing columns: " + Words.list(missing) + ". ")
                + (surplus.isEmpty() ? "" : "columns not in the set: " + Words.list(surplus));
        return new Measurement.Known(Verdict.on(observed.stream().sorted().toList(), 0, success, reason.strip()));
    }

    private static Measurement rowCount(Subject subject, Bounds bounds) {
        String count = subject.count("TRUE");
        return new Measurement.Aggregates(
                subject.from(), List.of(count, "(" + bounds.holds(count, Primitive.LONG) + ")"), values -> {
                    long rows = ((Number) values.get(0)).longValue();
                    boolean success = Boolean.TRUE.equals(values.get(1));
                    return Verdict.on(rows, rows, success, "there are " + rows + " rows, must be " + bounds.words());
                });
    }

    private static Measurement sameRowCount(Subject subject, Arguments arguments) {
        String other = arguments.text("other_table_name");
        String sql = "SELECT " + subject.count("TRUE") + ", (SELECT COUNT(*) FROM " + Quoting.identifier(other)
                + ") FROM " + subject.from();
        return new Measurement.Listing(sql, rows -> {
            rows.next();
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("self", rows.value(0));
            counts.put("other", rows.value(1));
            boolean success = counts.get("self").equals(counts.get("other"));
            String reason =
                    "there are " + counts.get("self") + " rows, and " + counts.get("other") + " in '" + other + "'";
            return Finding.of(Verdict.on(counts, ((Number) rows.value(0)).longValue(), success, reason));
        });
    }
}
