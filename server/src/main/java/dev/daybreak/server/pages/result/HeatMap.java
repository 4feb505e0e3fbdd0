package dev.daybreak.server.pages.result;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.server.query.Result;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A table of numbers whose cells are the darker, the greater their number is.
 *
 * @param corner what stands where names of columns and rows meet
 * @param isCut whether there are more columns or rows than are shown
 */
public record HeatMap(String corner, List<String> columns, List<Row> rows, boolean isCut) {
    private static final int MOST_COLUMNS = 62;
    private static final int MOST_ROWS = 60;
    private static final int MOST_DECIMALS = 12;
    /** From 0, which is none, to the greatest. */
    private static final int LEVELS = 5;

    /** Numbers of one row, as many as there are columns. */
    public record Row(String name, List<Cell> cells) {}

    /**
     * @param text empty if there is none
     * @param level 0 for the least to 5 for the greatest; 0 if there is none
     */
    public record Cell(String text, int level) {}

    /**
     * @param x the column whose values lie across; empty: the first
     * @param y the column with numbers; empty: the first that is one
     * @param series the column whose values lie down; empty: the second
     * @throws IllegalArgumentException says which column is not there, or is no number
     */
    public static HeatMap of(Result result, Optional<String> x, List<String> y, Optional<String> series) {
        Drawn drawn = Drawn.of(result, Tile.Kind.HEATMAP, x, y, series);
        if (drawn.series().isEmpty() || drawn.y().isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot draw a heat map: it takes three columns, of which one is a number.");
        }
        int down = drawn.series().get();
        int value = drawn.y().get(0);
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (List<Object> row : result.rows()) {
            String column = Cells.text(row.get(drawn.x()));
            columns.add(column);
            rows.computeIfAbsent(Cells.text(row.get(down)), absent -> new LinkedHashMap<>())
                    .put(column, RowsChart.number(row.get(value)));
        }
        double least = ends(rows, true);
        double greatest = ends(rows, false);
        int decimals = decimals(rows, Math.max(Math.abs(least), Math.abs(greatest)));
        List<String> shown = columns.stream().limit(MOST_COLUMNS).toList();
        List<Row> made = new ArrayList<>();
        rows.entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(row -> made.add(new Row(
                        row.getKey(),
                        shown.stream()
                                .map(column -> cell(row.getValue().get(column), least, greatest, decimals))
                                .toList())));
        String corner = result.columns().get(down).name() + " / "
                + result.columns().get(drawn.x()).name();
        return new HeatMap(corner, shown, made, columns.size() > MOST_COLUMNS || rows.size() > MOST_ROWS);
    }

    private static double ends(Map<String, Map<String, Double>> rows, boolean isLeast) {
        DoubleStream all = rows.values().stream()
                .flatMap(row -> row.values().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue);
        return (isLeast ? all.min() : all.max()).orElse(0);
    }

    /** As many as show four digits of the greatest, in all cells, so that digits stand below each other; none if all are whole. */
    private static int decimals(Map<String, Map<String, Double>> rows, double greatest) {
        boolean isWhole = rows.values().stream()
                .flatMap(row -> row.values().stream())
                .filter(Objects::nonNull)
                .allMatch(value -> value == Math.rint(value));
        return isWhole ? 0 : (int) Math.max(0, Math.min(MOST_DECIMALS, 3 - Math.floor(Math.log10(greatest))));
    }

    private static Cell cell(Double value, double least, double greatest, int decimals) {
        if (value == null) {
            return new Cell("", 0);
        }
        double share = greatest > least ? (value - least) / (greatest - least) : 1;
        return new Cell(String.format(Locale.ROOT, "%,." + decimals + "f", value), (int) Math.round(share * LEVELS));
    }

    /** A number in four digits, which is enough to compare cells; a whole one in all of its digits. */
    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
