package dev.daybreak.engine.duckdb;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.sql.SQLException;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Rows of columns without parts, read from DuckDB's own column vectors of some 2,000 rows each. A column that is read as
 * doubles is converted a vector at a time, so that reading a cell is reading an array.
 */
final class ChunkRows implements OpenRows {
    private final PreparedQuery query;
    private final DuckDBChunkedResult result;
    private final DataType[] types;
    private final Schema schema;
    private final DuckDBReadableVector[] vectors;
    private final double[][] doubles;
    private final boolean[] converted;
    private int rows;
    private int row = -1;
    private boolean closed;

    private ChunkRows(PreparedQuery query, DuckDBChunkedResult result) {
        this.query = query;
        this.schema = query.columns().schema();
        this.result = result;
        this.types = schema.columns().stream().map(Column::type).toArray(DataType[]::new);
        this.vectors = new DuckDBReadableVector[types.length];
        this.doubles = new double[types.length][];
        this.converted = new boolean[types.length];
    }

    /** @param query is closed with these rows, also where it fails */
    static ChunkRows open(PreparedQuery query) {
        boolean opened = false;
        try {
            ChunkRows rows = new ChunkRows(query, query.step(DuckDBPreparedStatement::query));
            opened = true;
            return rows;
        } finally {
            if (!opened) {
                query.close();
            }
        }
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
        if (++row < rows) {
            return true;
        }
        return nextChunk();
    }

    private boolean nextChunk() {
        do {
            boolean more = query.step(ignored -> result.nextChunk());
            if (!more) {
                rows = 0;
                return false;
            }
            rows = Math.toIntExact(result.chunk().rowCount());
        } while (rows == 0);
        row = 0;
        for (int column = 0; column < vectors.length; column++) {
            vectors[column] = result.chunk().vector(column);
            converted[column] = false;
        }
        return true;
    }

    @Override
    public Object value(int column) {
        DuckDBReadableVector vector = vectors[column];
        if (vector.isNull(row)) {
            return null;
        }
        if (types[column] instanceof Decimal) {
            return vector.getBigDecimal(row);
        }
        return switch ((Primitive) types[column]) {
            case BOOLEAN -> vector.getBoolean(row);
            case INT -> vector.getInt(row);
            case LONG -> vector.getLong(row);
            case FLOAT -> vector.getFloat(row);
            case DOUBLE -> vector.getDouble(row);
            case STRING -> vector.getString(row);
            case DATE -> vector.getLocalDate(row);
            case TIMESTAMP -> vector.getLocalDateTime(row);
            case TIMESTAMPTZ -> vector.getOffsetDateTime(row).toInstant();
            case BINARY -> throw new IllegalStateException("Binary columns are not read from vectors.");
        };
    }

    @Override
    public double doubleValue(int column) {
        if (!converted[column]) {
            convert(column);
        }
        return doubles[column][row];
    }

    private void convert(int column) {
        if (doubles[column] == null || doubles[column].length < rows) {
            doubles[column] = new double[Math.max(rows, 2048)];
        }
        fill(vectors[column], doubles[column], column);
        converted[column] = true;
    }

    private void fill(DuckDBReadableVector vector, double[] target, int column) {
        if (types[column] instanceof Decimal) {
            for (int i = 0; i < rows; i++) {
                target[i] =
                        vector.isNull(i) ? Double.NaN : vector.getBigDecimal(i).doubleValue();
            }
            return;
        }
        switch ((Primitive) types[column]) {
            case DOUBLE -> {
                for (int i = 0; i < rows; i++) {
                    target[i] = vector.getDouble(i, Double.NaN);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < rows; i++) {
                    target[i] = vector.getFloat(i, Float.NaN);
                }
            }
            case LONG -> {
                for (int i = 0; i < rows; i++) {
                    target[i] = vector.isNull(i) ? Double.NaN : vector.getLong(i);
                }
            }
            case INT -> {
                for (int i = 0; i < rows; i++) {
                    target[i] = vector.isNull(i) ? Double.NaN : vector.getInt(i);
                }
            }
            case BOOLEAN -> {
                for (int i = 0; i < rows; i++) {
                    target[i] = vector.isNull(i) ? Double.NaN : vector.getBoolean(i) ? 1 : 0;
                }
            }
            default -> throw notANumber(schema.columns().get(column));
        }
    }

    static IllegalArgumentException notANumber(Column column) {
        return new IllegalArgumentException("Invalid read: column '" + column.name() + "' is of type " + column.type()
                + " and has no value as a double; permitted are numbers and boolean");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                result.close();
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot close the rows: " + DuckDbErrors.reason(e), e);
            } finally {
                query.close();
            }
        }
    }
}
