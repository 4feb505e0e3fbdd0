package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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

    /** A column as DuckDB names it. */
    record Named(String name, String type) {}

    /**
     * Gives columns the contract's types.
     *
     * @throws DaybreakException {@code INVALID_SQL} if two have the same name, or one is of a type that the contract has none for
     */
    static QueryColumns of(String sql, List<Named> named) {
        List<Column> columns = new ArrayList<>();
        for (Named one : named) {
            String name = one.name();
            if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
                throw new DaybreakException(
                        ErrorCode.INVALID_SQL,
                        "Cannot read the query: it yields column '" + name + "' twice.",
                        "Give one of them another name with AS.");
            }
            columns.add(Column.of(name, type(name, one.type())));
        }
        return new QueryColumns(
                sql, new Schema(columns), named.stream().map(Named::type).toList());
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

    /** The query with its columns cast to the types that {@code target} gives; empty where they are so already. */
    Optional<Text> cast(UnaryOperator<DataType> target) {
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
                ? Optional.empty()
                : Optional.of(new Text(
                        casts.stream().collect(Collectors.joining(", ", "SELECT * REPLACE (", ") FROM (")),
                        sql,
                        "\n)"));
    }
}
