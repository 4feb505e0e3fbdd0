package dev.daybreak.engine.spark;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.client.SparkResult;
import org.apache.spark.sql.util.CloseableIterator;

/** The rows of a query, as the server sends them: one partition after the other, each when it is computed. */
final class ResultRows implements Rows {
    private final Call call;
    private final Schema schema;
    private final SparkResult<Row> result;
    private final CloseableIterator<Row> rows;
    private Row row;
    private boolean closed;

    ResultRows(Call call, Schema schema, SparkResult<Row> result) {
        this.call = call;
        this.schema = schema;
        this.result = result;
        this.rows = result.destructiveIterator();
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
        row = call.run(() -> rows.hasNext() ? rows.next() : null);
        return row != null;
    }

    @Override
    public Object value(int column) {
        return value(row.get(column), schema.columns().get(column).type());
    }

    @Override
    public double doubleValue(int column) {
        Object value = row.get(column);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        Column read = schema.columns().get(column);
        if (read.type().isNumeric() || read.type() == Primitive.BOOLEAN) {
            return Double.NaN;
        }
        throw new IllegalArgumentException("Invalid read: column '" + read.name() + "' is of type " + read.type()
                + " and has no value as a double; permitted are numbers and boolean");
    }

    private static Object value(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        if (type == Primitive.INT) {
            return ((Number) value).intValue();
        }
        if (type instanceof ListOf list) {
            List<Object> elements = new ArrayList<>();
            ((List<?>) value).forEach(element -> elements.add(value(element, list.element())));
            return elements;
        }
        if (type instanceof MapOf map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, held) -> entries.put(value(key, map.key()), value(held, map.value())));
            return entries;
        }
        if (type instanceof Struct struct) {
            Map<Object, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < struct.fields().size(); i++) {
                Column field = struct.fields().get(i);
                fields.put(field.name(), value(((Row) value).get(i), field.type()));
            }
            return fields;
        }
        return value;
    }

    /** Any number of times. Tells the server that no more rows are wanted. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            rows.close();
            result.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the rows: " + SparkErrors.reason(e), e);
        }
    }
}
