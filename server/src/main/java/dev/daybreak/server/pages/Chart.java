package dev.daybreak.server.pages;

import dev.daybreak.server.web.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Series of points, drawn by the browser; the template {@code chart} also has them as a table.
 *
 * @param x what stands below the axis, with its unit; may be empty
 * @param y what stands beside it, with its unit; may be empty
 */
public record Chart(String title, Kind kind, Axis axis, String x, String y, List<Series> series) {
    /** Rows of the table that stands for the drawing. */
    private static final int MOST_ROWS = 500;

    /** How points are drawn. */
    public enum Kind {
        LINE,
        /** Of several series, one upon the other. */
        AREA,
        BAR,
        SCATTER
    }

    /** What the x of points are: texts in the order as they come, instants, or numbers. */
    public enum Axis {
        CATEGORY,
        TIME,
        NUMBER
    }

    /** Points that belong together. */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * @param x as the axis has it
     * @param y null: there is nothing, and a line has a gap
     */
    public record Point(Object x, Double y) {}

    public Chart {
        series = List.copyOf(series);
    }

    public boolean isEmpty() {
        return series.stream().allMatch(found -> found.points().isEmpty());
    }

    /** What the script draws. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        json.put("axis", axis.name().toLowerCase(Locale.ROOT));
        json.put("x", x);
        json.put("y", y);
        json.put(
                "series",
                series.stream()
                        .map(found -> Map.of("name", found.name(), "points", points(found)))
                        .toList());
        return Json.write(json);
    }

    private static List<List<Object>> points(Series series) {
        return series.points().stream()
                .map(point -> Arrays.asList(
                        plain(point.x()), point.y() == null || point.y().isNaN() ? null : point.y()))
                .toList();
    }

    private static Object plain(Object x) {
        return x instanceof Instant at ? at.toEpochMilli() : x;
    }

    /** The points of all series as rows of texts: series, x, y. */
    public List<List<String>> rows() {
        return series.stream()
                .flatMap(found -> found.points().stream()
                        .map(point -> List.of(found.name(), String.valueOf(point.x()), number(point.y()))))
                .limit(MOST_ROWS)
                .toList();
    }

    private static String number(Double value) {
        if (value == null) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", value.longValue())
                : String.valueOf(value);
    }
}
