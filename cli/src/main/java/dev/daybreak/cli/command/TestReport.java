package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.tables.UnitTestResult;
import dev.daybreak.tables.UnitTestResult.ChangedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tells what became of tests: rows that are missing with a minus, rows too many with a plus, cells that differ with an arrow. */
final class TestReport {
    private final Output output;
    private final int limit;

    /** @param limit of the rows of a test that are shown */
    TestReport(Output output, int limit) {
        this.output = output;
        this.limit = limit;
    }

    void show(UnitTestResult result) {
        output.line(
                (result.isPassed() ? "passed  " : "FAILED  ") + result.test().name() + "  ("
                        + result.test().asset() + " on " + result.engine()
                        + String.format(Locale.ROOT, ", %.2f s)", result.seconds()));
        if (result.isPassed()) {
            return;
        }
        output.line("  " + result.test().place());
        result.problems().forEach(problem -> output.line("  " + problem));
        List<String> counts = new ArrayList<>();
        count(counts, result.missing().size(), "missing (-)");
        count(counts, result.extra().size(), "too many (+)");
        count(counts, result.changed().size(), "with other cells (expected -> found)");
        if (!counts.isEmpty()) {
            output.line("  " + String.join(", ", counts));
            output.line(table(result).indent(2).stripTrailing());
        }
    }

    private static void count(List<String> counts, int rows, String what) {
        if (rows > 0) {
            counts.add(Words.count(rows, "row") + " " + what);
        }
    }

    private String table(UnitTestResult result) {
        List<Object[]> rows = Stream.of(
                        result.missing().stream().map(row -> cells("-", row)),
                        result.extra().stream().map(row -> cells("+", row)),
                        result.changed().stream().map(TestReport::cells))
                .flatMap(each -> each)
                .toList();
        List<String> names = Stream.of(
                        result.missing().stream(),
                        result.extra().stream(),
                        result.changed().stream().map(ChangedRow::expected))
                .flatMap(each -> each)
                .findFirst()
                .map(row -> List.copyOf(row.keySet()))
                .orElseThrow();
        TextTable table =
                new TextTable(Stream.concat(Stream.of(" "), names.stream()).toList());
        rows.stream().limit(limit).forEach(table::row);
        int left = rows.size() - limit;
        return table + (left > 0 ? "\nand " + left + " more: --limit shows more of them" : "");
    }

    private static Object[] cells(String sign, Map<String, Object> row) {
        return Stream.concat(Stream.of(sign), row.values().stream().map(TestReport::text))
                .toArray();
    }

    private static Object[] cells(ChangedRow row) {
        return Stream.concat(
                        Stream.of("~"),
                        row.expected().keySet().stream()
                                .map(name -> row.columns().contains(name)
                                        ? text(row.expected().get(name)) + " -> "
                                                + text(row.actual().get(name))
                                        : text(row.actual().get(name))))
                .toArray();
    }

    private static String text(Object value) {
        return Cells.text(Cells.plain(value));
    }

    Map<String, Object> value(UnitTestResult result) {
        return Output.fields(
                "name",
                result.test().name(),
                "file",
                result.test().place().file(),
                "line",
                result.test().place().line(),
                "asset",
                result.test().asset().toString(),
                "engine",
                result.engine(),
                "passed",
                result.isPassed(),
                "problems",
                result.problems(),
                "missing",
                rows(result.missing()),
                "extra",
                rows(result.extra()),
                "changed",
                result.changed().stream()
                        .limit(limit)
                        .map(row -> Output.fields(
                                "expected",
                                Cells.plain(row.expected()),
                                "found",
                                Cells.plain(row.actual()),
                                "columns",
                                row.columns()))
                        .toList());
    }

    private List<Object> rows(List<Map<String, Object>> rows) {
        return rows.stream().limit(limit).map(Cells::plain).toList();
    }
}
