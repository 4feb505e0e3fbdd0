package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBArray;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBStruct;

/**
 * Rows with lists, maps, structs or bytes, which the driver hands over as objects only. The driver loses the reason when such a
 * result fails halfway, so the rows are computed into a temporary table first, which DuckDB spills when memory is short.
 */
final class BoxedRows implements OpenRows {
    private static final String TABLE = "daybreak_rows";

    private final Call call;
    private final DuckDBConnection connection;
    private final Schema schema;
    private final DuckDBPreparedStatement statement;
    private final ResultSet result;
    private boolean closed;

    private BoxedRows(
            Call call,
            DuckDBConnection connection,
            Schema schema,
            DuckDBPreparedStatement statement,
            ResultSet result) {
        this.call = call;
        this.connection = connection;
        this.schema = schema;
        this.statement = statement;
        this.result = result;
    }

    static BoxedRows open(Call call, DuckDBConnection connection, QueryColumns columns) {
        Text select = columns.cast(DuckDbTypes::timestampsAsText).orElse(Text.user(columns.sql()));
        String create = "CREATE OR REPLACE TEMP TABLE " + TABLE + " AS ";
        Text text = new Text(create + select.before(), select.user(), select.after());
        call.run(connection, text, statement -> statement.execute());
        Text read = Text.own("FROM " + TABLE);
        DuckDBPreparedStatement statement = call.prepare(connection, read);
        ResultSet result = call.step(statement, read, DuckDBPreparedStatement::executeQuery);
        return new BoxedRows(call, connection, columns.schema(), statement, result);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next() {
        if (closed) {
            throw new IllegalStateException("Cannot read the next row: the rows are closed.");
        }
        return call.step(statement, Text.own(""), ignored -> result.next());
    }

    @Override
    public Object value(int column) {
        try {
            return boxed(
                    result.getObject(column + 1), schema.columns().get(column).type());
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read column " + column + ": " + DuckDbErrors.reason(e), e);
        }
    }

    @Override
    public double doubleValue(int column) {
        Object value = value(column);
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw ChunkRows.notANumber(schema.columns().get(column));
    }

    private static Object boxed(Object value, DataType type) throws SQLException {
        if (value == null) {
            return null;
        }
        if (type instanceof ListOf list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : (Object[]) ((DuckDBArray) value).getArray()) {
                elements.add(boxed(element, list.element()));
            }
            return elements;
        }
        if (type instanceof Struct struct) {
            return fields(((DuckDBStruct) value).getAttributes(), struct.fields());
        }
        if (type instanceof MapOf map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.put(boxed(entry.getKey(), map.key()), boxed(entry.getValue(), map.value()));
            }
            return entries;
        }
        if (type == Primitive.TIMESTAMP) {
            return LocalDateTime.parse(((String) value).replace(' ', 'T'));
        }
        if (type == Primitive.TIMESTAMPTZ) {
            return ((OffsetDateTime) value).toInstant();
        }
        if (type == Primitive.BINARY && value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        return value;
    }

    private static Map<String, Object> fields(Object[] values, List<Column> fields) throws SQLException {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(fields.get(i).name(), boxed(values[i], fields.get(i).type()));
        }
        return named;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                result.close();
                statement.close();
                try (DuckDBPreparedStatement drop = connection.prepare("DROP TABLE IF EXISTS temp." + TABLE)) {
                    drop.execute();
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot close the rows: " + DuckDbErrors.reason(e), e);
            }
        }
    }
}
