package dev.daybreak.tables;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.project.unittest.UnitTest.Expected;
import dev.daybreak.project.unittest.UnitTest.ExpectedRows;
import dev.daybreak.project.unittest.WrittenRow;
import dev.daybreak.tables.UnitTesting.Yielded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a test expects, held against what came of it. */
final class Judging {
    private final UnitTest test;
    private final Expected expected;
    private final List<String> problems = new ArrayList<>();
    private RowDifferences.Found rows = new RowDifferences.Found(List.of(), List.of(), List.of());

    Judging(UnitTest test) {
        this.test = test;
        this.expected = test.expected();
    }

    /** @param isExpectable whether it is a failure that a test can expect */
    void failed(DaybreakException failure, boolean isExpectable) {
        String told = failure.getMessage()
                + failure.place().map(at -> " (" + at + ")").orElse("");
        Optional<String> wanted = expected.error().filter(text -> isExpectable);
        if (wanted.isEmpty()) {
            problems.add(told);
        } else if (!told.contains(wanted.get())) {
            problems.add("it failed otherwise than with '" + wanted.get() + "': " + told);
        }
    }

    void judge(Yielded yielded) {
        expected.error()
                .ifPresent(error -> problems.add("it must fail with '" + error + "', and yields "
                        + yielded.rows().size() + (yielded.rows().size() == 1 ? " row" : " rows")));
        expected.types().forEach((name, type) -> column(name, yielded.schema())
                .filter(column -> !column.type().equals(type))
                .ifPresent(column -> problems.add("column '" + name + "' is " + column.type() + ", expected " + type)));
        expected.failedChecks().ifPresent(wanted -> compareChecks(wanted, yielded.failedChecks()));
        expected.rows().ifPresent(wanted -> compareRows(wanted, yielded));
    }

    private Optional<Column> column(String name, Schema schema) {
        Optional<Column> column = schema.find(name);
        if (column.isEmpty()) {
            problems.add("there is no column '" + name + "'." + NearestName.hint(name, schema.names())
                    + " Its columns: " + String.join(", ", schema.names()));
        }
        return column;
    }

    private void compareChecks(Set<String> wanted, Set<String> failed) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(failed);
        missing.forEach(check -> problems.add(check + " must fail, and holds"));
        Set<String> surplus = new TreeSet<>(failed);
        surplus.removeAll(wanted);
        surplus.forEach(check -> problems.add(check + " fails, and must hold"));
    }

    private void compareRows(ExpectedRows wanted, Yielded yielded) {
        Schema schema = yielded.schema();
        Problems unfit = new Problems();
        List<List<Object>> typed = new ArrayList<>();
        for (WrittenRow row : wanted.rows()) {
            row.values(schema, test.asset().toString(), unfit).ifPresent(typed::add);
        }
        unfit.sorted().forEach(problem -> problems.add(problem.place() + ": " + problem.message()));
        List<String> names = expected.columns().isEmpty() ? schema.names() : expected.columns();
        List<Integer> places = places(names, schema);
        List<Integer> keys = places(expected.key(), schema).stream()
                .map(places::indexOf)
                .filter(place -> place >= 0)
                .toList();
        if (unfit.errors() == 0 && places.size() == names.size()) {
            rows = RowDifferences.between(names, keys, projected(typed, places), projected(yielded.rows(), places));
        }
    }

    private List<Integer> places(List<String> names, Schema schema) {
        return names.stream()
                .flatMap(name -> column(name, schema).stream())
                .map(column -> schema.columns().indexOf(column))
                .toList();
    }

    private static List<List<Object>> projected(List<List<Object>> rows, List<Integer> places) {
        List<List<Object>> projected = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> values = new ArrayList<>();
            places.forEach(place -> values.add(row.get(place)));
            projected.add(values);
        }
        return projected;
    }

    UnitTestResult result(String engine, double seconds) {
        return new UnitTestResult(test, engine, problems, rows.missing(), rows.extra(), rows.changed(), seconds);
    }
}
