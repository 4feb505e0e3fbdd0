package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.ColumnNames;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** One write of a session: checks the query's columns against the contract, copies, and finds the value that did not fit. */
final class Write {
    private static final String WHAT = "Cannot write the rows: ";
    private static final int LONGEST_VALUE = 100;

    private final Call call;
    private final DuckDBConnection connection;
    private final WriteSpec spec;
    private final QueryColumns columns;

    Write(Call call, DuckDBConnection connection, String sql, WriteSpec spec) {
        this.call = call;
        this.connection = connection;
        this.spec = spec;
        this.columns = PreparedQuery.describe(call, connection, sql);
    }

    List<WrittenFile> run() {
        ColumnNames.requireSame(WHAT, columns.schema(), spec.schema());
        CopySql copy = new CopySql(spec);
        spec.layout()
                .order()
                .filter(ZOrdered.class::isInstance)
                .map(ZOrdered.class::cast)
                .ifPresent(order -> new ZCurve(order).measure(call, connection, copy.rows(columns.sql())));
        Text text = new Text(copy.before(), columns.sql(), copy.after());
        try {
            return call.run(connection, text, statement -> {
                try (ResultSet files = statement.executeQuery()) {
                    return written(files, copy.partition());
                }
            });
        } catch (DaybreakException e) {
            throw e.code() == ErrorCode.QUERY_FAILED ? explained(e) : e;
        }
    }

    private List<WrittenFile> written(ResultSet files, List<PartitionColumn> partition) throws SQLException {
        List<WrittenFile> written = new ArrayList<>();
        while (files.next()) {
            long rows = files.getLong("count");
            if (rows > 0) {
                List<Object> values = new ArrayList<>();
                Map<?, ?> keys = (Map<?, ?>) files.getObject("partition_keys");
                for (int i = 0; i < partition.size(); i++) {
                    values.add(partition.get(i).value((String) keys.get(CopySql.PART + i)));
                }
                Path path = Path.of(files.getString("filename"));
                written.add(new WrittenFile(
                        path,
                        rows,
                        files.getLong("file_size_bytes"),
                        values,
                        spec.layout().order()));
            }
        }
        return written;
    }

    /** The failure with the column and the value that caused it, if it came from the contract and not from the query itself. */
    private DaybreakException explained(DaybreakException failure) {
        String message = failure.getMessage();
        int marker = message.indexOf(CopySql.NULL_IN);
        if (marker >= 0) {
            String name = message.substring(marker + CopySql.NULL_IN.length(), message.lastIndexOf(':'));
            return new DaybreakException(
                    ErrorCode.QUERY_FAILED,
                    WHAT + "column '" + name + "' is required, but a row has null in it.",
                    "Filter such rows out, fill them with COALESCE, or make the column optional.",
                    failure.getCause());
        }
        DaybreakException unfit = findUnfit(failure);
        return unfit == null ? failure : unfit;
    }

    /** Runs the query again and looks for a value of each column that its type does not take. */
    private DaybreakException findUnfit(DaybreakException failure) {
        List<Column> cast = new ArrayList<>();
        List<String> probes = new ArrayList<>();
        for (Column column : spec.schema().columns()) {
            String type = DuckDbTypes.text(column.type());
            if (!type.equals(engineType(column.name()))) {
                String name = "q." + Sql.name(column.name());
                cast.add(column);
                probes.add("any_value(CAST(" + name + " AS VARCHAR)) FILTER (WHERE " + name
                        + " IS NOT NULL AND TRY_CAST(" + name + " AS " + type + ") IS NULL)");
            }
        }
        if (cast.isEmpty()) {
            return null;
        }
        Text text = new Text("SELECT " + String.join(", ", probes) + " FROM (\n", columns.sql(), "\n) AS q");
        try {
            return call.run(connection, text, statement -> {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return firstUnfit(row, cast, failure);
                }
            });
        } catch (DaybreakException e) {
            return e.code() == ErrorCode.CANCELLED ? e : null;
        }
    }

    private DaybreakException firstUnfit(ResultSet row, List<Column> cast, DaybreakException failure)
            throws SQLException {
        for (int i = 0; i < cast.size(); i++) {
            String value = row.getString(i + 1);
            if (value != null) {
                Column column = cast.get(i);
                return new DaybreakException(
                        ErrorCode.QUERY_FAILED,
                        WHAT + "column '" + column.name() + "' has the value '" + shortened(value)
                                + "', which does not fit type " + column.type() + ".",
                        "Filter such rows out, convert them in the query, or change the column's type.",
                        failure.getCause());
            }
        }
        return null;
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }

    private String engineType(String name) {
        for (int i = 0; i < columns.engineTypes().size(); i++) {
            if (columns.schema().columns().get(i).name().equalsIgnoreCase(name)) {
                return columns.engineTypes().get(i);
            }
        }
        return "";
    }
}
