package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * A query with the columns that it yields.
 *
 * @param sql without a semicolon at its end
 * @param engineTypes as DuckDB names them, one per column
 */
record QueryColumns(String sql, Schema schema, List<String> engineTypes) {
    QueryColumns {
        engineTypes = List.copyOf(engineTypes);
    }

    static QueryColumns describe(Call call, DuckDBConnection connection, String query) {
        String sql = Sql.withoutSemicolon(query);
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        call.run(connection, new Text("DESCRIBE (", sql, "\n)"), statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                    types.add(rows.getString(2));
                }
            }
            return null;
        });
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
                throw new DaybreakException(
                        ErrorCode.INVALID_SQL,
                        "Cannot read the query: it yields column '" + name + "' twice.",
                        "Give one of them another name with AS.");
            }
            columns.add(Column.of(name, type(name, types.get(i))));
        }
        return new QueryColumns(sql, new Schema(columns), types);
    }

    private static DataType type(String column, String engineType) {
        DataType type = TypeReader.read(engineType);
        if (type == null) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Cannot read the query: column '" + column + "' is of DuckDB's type " + engineType
                            + ", but must be of one of " + DataType.PERMITTED + ".",
                    engineType.startsWith("INTERVAL")
                            ? "Turn it into a number, as in epoch(" + column + ") for seconds."
                            : "Convert it with CAST(" + column + " AS ...).");
        }
        return type;
    }

    /** Whether the driver's column vectors carry every column. */
    boolean isFlat() {
        return schema.columns().stream().allMatch(DuckDbTypes::isFlat);
    }

    /** The query with its columns cast to the types that {@code target} gives, and left as it is where they are so already. */
    Text cast(UnaryOperator<DataType> target) {
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < engineTypes.size(); i++) {
            Column column = schema.columns().get(i);
            String type = DuckDbTypes.text(target.apply(column.type()));
            if (!type.equals(engineTypes.get(i))) {
                String name = Sql.name(column.name());
                casts.add("CAST(" + name + " AS " + type + ") AS " + name);
            }
        }
        return casts.isEmpty()
                ? Text.user(sql)
                : new Text(
                        casts.stream().collect(Collectors.joining(", ", "SELECT * REPLACE (", ") FROM (")), sql, "\n)");
    }
}
