package dev.daybreak.engine.duckdb;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBWritableVector;

/**
 * The memory of a column vector, as long as DuckDB lets a function write to it. DuckDB's own setters check the row and the type and
 * take a lock for each value, and copy each text twice, which costs more than reading the value out of its line; they give no
 * access to the memory behind, so it is taken from their fields. Values lie there as DuckDB's C interface lays them down
 * ({@code duckdb.h}): numbers one after the other, a text as 16 bytes, {@code duckdb_string_t}. Rows and types are not checked.
 */
final class ColumnMemory {
    private static final Field DATA = field("data");
    private static final Field VALIDITY = field("validity");
    private static final int TEXT_BYTES = 16;
    /** Texts up to this lie in the 16 bytes themselves, after their length and with zeros behind. */
    private static final int SHORT_TEXT = 12;

    private final DuckDBWritableVector vector;
    private final ByteBuffer data;
    private final List<byte[]> longTexts = new ArrayList<>();
    private int firstLong;

    /** Every row has a value until it is {@link #setNull} or not reached at all. */
    ColumnMemory(DuckDBWritableVector vector) {
        this.vector = vector;
        data = memory(DATA, vector);
        ByteBuffer validity = memory(VALIDITY, vector);
        for (int at = 0; at + Long.BYTES <= validity.capacity(); at += Long.BYTES) {
            validity.putLong(at, -1);
        }
    }

    private static Field field(String name) {
        try {
            Field field = DuckDBWritableVector.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("This version of DuckDB's driver has no field '" + name + "'", e);
        }
    }

    private static ByteBuffer memory(Field field, DuckDBWritableVector vector) {
        try {
            return (ByteBuffer) field.get(vector);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void setNull(int row) {
        if (longTexts.isEmpty()) {
            vector.setNull(row);
        } else {
            longTexts.add(null);
        }
    }

    /** For BIGINT and DOUBLE, the latter by its bits. */
    void setLong(int row, long value) {
        data.putLong(row * Long.BYTES, value);
    }

    void setInt(int row, int value) {
        data.putInt(row * Integer.BYTES, value);
    }

    void setBoolean(int row, boolean value) {
        data.put(row, (byte) (value ? 1 : 0));
    }

    /**
     * Rows must come one after the other, each with a text or null. From the first long text on, all are handed to DuckDB.
     *
     * @param bytes UTF-8
     */
    void setText(int row, byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= SHORT_TEXT && longTexts.isEmpty()) {
            int at = row * TEXT_BYTES;
            data.putLong(at, 0).putLong(at + Long.BYTES, 0);
            data.putInt(at, length).put(at + Integer.BYTES, bytes, from, length);
            return;
        }
        if (longTexts.isEmpty()) {
            firstLong = row;
        }
        longTexts.add(Arrays.copyOfRange(bytes, from, to));
    }

    /** The text of an earlier row, which is not copied again. */
    void repeatText(int row, int earlier) {
        flush();
        data.putLong(row * TEXT_BYTES, data.getLong(earlier * TEXT_BYTES));
        data.putLong(row * TEXT_BYTES + Long.BYTES, data.getLong(earlier * TEXT_BYTES + Long.BYTES));
    }

    /** Must be called after the last row: DuckDB itself finds room for long texts, for all at a time. */
    void flush() {
        if (!longTexts.isEmpty()) {
            vector.setStringUtf8Batch(firstLong, longTexts.toArray(byte[][]::new));
            longTexts.clear();
        }
    }
}
