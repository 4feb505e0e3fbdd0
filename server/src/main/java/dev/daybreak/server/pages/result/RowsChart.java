package dev.daybreak.server.pages.result;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.query.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes charts of the rows of a query. Stateless. */
public final class RowsChart {
    private static final int MOST_SERIES = 20;

    private RowsChart() {}

    /**
     * A chart of a result; dates and times stand along the axis in the order of the rows, numbers by their value.
     *
     * @param kind one of lines, areas, bars and points
     * @param x the column along the axis; empty: the first
     * @param y the columns with values; empty: all other numbers
     * @param series the column whose values are drawn apart; empty: none
     * @throws IllegalArgumentException says which column is not there, or is no number, or that several rows stand at one place of the axis
     */
    public static Chart of(
            String title, Result result, Tile.Kind kind, Optional<String> x, List<String> y, Optional<String> series) {
        if (result.columns().isEmpty()) {
            return new Chart(title, kind(kind), Chart.Axis.CATEGORY, "", "", List.of());
        }
        Drawn drawn = Drawn.of(result, kind, x, y, series);
        boolean isNumber = result.columns().get(drawn.x()).type().isNumeric() && kind(kind) != Chart.Kind.BAR;
        Map<String, List<Chart.Point>> points = points(result, drawn, isNumber);
        List<Object> along = isNumber ? List.of() : inOrder(result, drawn);
        List<Chart.Series> drawnSeries = new ArrayList<>();
        points.entrySet().stream()
                .limit(MOST_SERIES)
                .forEach(entry -> drawnSeries.add(new Chart.Series(
                        entry.getKey(),
                        isNumber || kind == Tile.Kind.SCATTER
                                ? entry.getValue()
                                : filled(entry.getValue(), along, name(result, drawn.x())))));
        String beside = drawn.y().size() == 1 ? name(result, drawn.y().get(0)) : "";
        return new Chart(
                title,
                kind(kind),
                isNumber ? Chart.Axis.NUMBER : Chart.Axis.CATEGORY,
                name(result, drawn.x()),
                beside,
                drawnSeries);
    }

    private static List<Object> inOrder(Result result, Drawn drawn) {
        return result.rows().stream()
                .map(row -> (Object) Cells.text(row.get(drawn.x())))
                .distinct()
                .toList();
    }

    /** A point for each place along the axis, so that lines have gaps where there is none. */
    private static List<Chart.Point> filled(List<Chart.Point> points, List<Object> along, String axis) {
        Map<Object, Double> values = new LinkedHashMap<>();
        for (Chart.Point point : points) {
            if (values.containsKey(point.x())) {
                throw new IllegalArgumentException("Cannot draw it along '" + axis + "': several rows have '"
                        + point.x() + "' there. Group by it, draw another column apart, or draw points.");
            }
            values.put(point.x(), point.y());
        }
        return along.stream().map(at -> new Chart.Point(at, values.get(at))).toList();
    }

    /** By the name of their series, in the order of the rows. */
    private static Map<String, List<Chart.Point>> points(Result result, Drawn drawn, boolean isNumber) {
        Map<String, List<Chart.Point>> points = new LinkedHashMap<>();
        for (List<Object> row : result.rows()) {
            Object x = row.get(drawn.x());
            Object at = isNumber ? number(x) : Cells.text(x);
            if (at == null) {
                continue;
            }
            for (int column : drawn.y()) {
                String name = name(result, column);
                String called = drawn.series()
                        .map(series -> Cells.text(row.get(series)) + (drawn.y().size() > 1 ? " " + name : ""))
                        .orElse(name);
                points.computeIfAbsent(called, absent -> new ArrayList<>())
                        .add(new Chart.Point(at, number(row.get(column))));
            }
        }
        return points;
    }

    static Double number(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
    }

    private static String name(Result result, int column) {
        return result.columns().get(column).name();
    }

    private static Chart.Kind kind(Tile.Kind kind) {
        return switch (kind) {
            case LINE -> Chart.Kind.LINE;
            case AREA -> Chart.Kind.AREA;
            case BAR -> Chart.Kind.BAR;
            case SCATTER -> Chart.Kind.SCATTER;
            case TABLE, NUMBER, HEATMAP -> throw new IllegalArgumentException("No chart with axes: " + kind);
        };
    }
}
