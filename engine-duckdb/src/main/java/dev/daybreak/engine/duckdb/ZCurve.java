package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * Where rows lie along the curve of a z-order, as an expression. What counts of a value is its rank among 256 of as many rows each, so that
 * columns of whatever type, range and frequencies have the same say. The bounds of the ranks are taken from a sample; DuckDB keeps them in
 * variables of the session.
 */
final class ZCurve {
    private static final int BITS = 8;
    private static final int RANKS = 1 << BITS;
    private static final int SAMPLE_ROWS = 100_000;
    private static final String BOUNDS = "daybreak_bounds_";

    private final List<String> columns;

    ZCurve(ZOrdered order) {
        this.columns = order.columns();
    }

    /**
     * Looks for the bounds of ranks in a query's rows.
     *
     * @param rows names the columns as {@link #expression} does; it runs once for each of them, and reads no others
     */
    void measure(Call call, DuckDBConnection connection, Text rows) {
        String shares = IntStream.range(1, RANKS)
                .mapToObj(rank -> Double.toString((double) rank / RANKS))
                .collect(Collectors.joining(", ", "[", "]"));
        for (int i = 0; i < columns.size(); i++) {
            String name = Sql.name(columns.get(i));
            String before = "SET VARIABLE " + BOUNDS + i + " = (SELECT quantile_disc(" + name + ", " + shares
                    + ") FROM (SELECT " + name + " FROM (" + rows.before();
            String after = rows.after() + ") USING SAMPLE reservoir(" + SAMPLE_ROWS + " ROWS) REPEATABLE (1)))";
            call.run(connection, new Text(before, rows.user(), after), statement -> statement.execute());
        }
    }

    /** A whole number that is never null. */
    String expression() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = Sql.name(columns.get(i));
            parts.add("CASE WHEN " + name + " IS NULL THEN 0 ELSE " + search(i, name, 0, RANKS - 1) + " END");
        }
        return String.join(" + ", parts);
    }

    /** The rank of a value, found by halves, with its bits where they belong. */
    private String search(int column, String name, int least, int most) {
        if (least == most) {
            return Long.toString(spread(least, column));
        }
        int middle = (least + most + 1) / 2;
        return "CASE WHEN " + name + " < getvariable('" + BOUNDS + column + "')[" + middle + "] THEN "
                + search(column, name, least, middle - 1) + " ELSE " + search(column, name, middle, most) + " END";
    }

    /** The bits of a rank with room between them for those of the other columns. */
    private long spread(int rank, int column) {
        long spread = 0;
        for (int bit = 0; bit < BITS; bit++) {
            spread |= (long) (rank >> bit & 1) << (bit * columns.size() + columns.size() - 1 - column);
        }
        return spread;
    }
}
