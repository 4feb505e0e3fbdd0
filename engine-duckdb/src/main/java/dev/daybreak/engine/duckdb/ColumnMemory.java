package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.PlainLine.Form;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBWritableVector;

/**
 * The values of a column on their way to the memory of one vector after the other. DuckDB's own setters check the row and the type and
 * take a lock for each value, and copy each text twice, which costs more than reading the value out of its line; they give no
 * access to the memory behind, so it is taken from their fields. Values lie there as DuckDB's C interface lays them down
 * ({@code duckdb.h}): numbers one after the other, a text as 16 bytes, {@code duckdb_string_t}. They are gathered in an array, which
 * code of the JVM's quick compiler fills several times faster than memory outside the heap, and copied at the {@link #end}. Rows and
 * types are not checked. Not thread-safe.
 */
final class ColumnMemory {
    private static final Field DATA = field("data");
    private static final Field VALIDITY = field("validity");
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORDS_OF_TEXT = 2;
    /** Texts up to this lie in the 16 bytes themselves, after their length and with zeros behind. */
    private static final int SHORT_TEXT = 12;
    /** Which bits of eight bytes are those of the first few: by how many these are. */
    private static final long[] FIRST_BYTES = {
        0, 0xffL, 0xffffL, 0xff_ffffL, 0xffff_ffffL, 0xff_ffff_ffffL, 0xffff_ffff_ffffL, 0xff_ffff_ffff_ffffL, -1L
    };

    private final Form type;
    private final List<byte[]> longTexts = new ArrayList<>();
    private int firstLong;
    private DuckDBWritableVector vector;
    private ByteBuffer data;
    private long[] valid = {};
    private long[] words = {};
    private int[] ints = {};
    private byte[] booleans = {};

    ColumnMemory(Form type) {
        this.type = type;
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

    /** Goes on with another vector, all of whose rows have a value until one is {@link #setNull}. */
    void begin(DuckDBWritableVector next) {
        vector = next;
        data = memory(DATA, next);
        int rows = (int) next.rowCount();
        if (valid.length * Long.SIZE < rows) {
            valid = new long[(rows + Long.SIZE - 1) / Long.SIZE];
            switch (type) {
                case INTEGER, DATE -> ints = new int[rows];
                case BIGINT, DOUBLE, TIMESTAMP, TIMESTAMPTZ -> words = new long[rows];
                case BOOLEAN -> booleans = new byte[rows];
                case VARCHAR -> words = new long[rows * WORDS_OF_TEXT];
            }
        }
        Arrays.fill(valid, -1);
    }

    void setNull(int row) {
        valid[row / Long.SIZE] &= ~(1L << row);
        if (type != Form.VARCHAR) {
            return;
        }
        words[row * WORDS_OF_TEXT] = 0;
        words[row * WORDS_OF_TEXT + 1] = 0;
        if (!longTexts.isEmpty()) {
            longTexts.add(null);
        }
    }

    /** For BIGINT, DOUBLE and times, of a double its bits. */
    void setLong(int row, long value) {
        words[row] = value;
    }

    void setInt(int row, int value) {
        ints[row] = value;
    }

    void setBoolean(int row, boolean value) {
        booleans[row] = (byte) (value ? 1 : 0);
    }

    /**
     * Rows must come one after the other, each with a text or null. From the first long text on, all are handed to DuckDB.
     *
     * @param bytes UTF-8
     */
    void setText(int row, byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > SHORT_TEXT || !longTexts.isEmpty()) {
            if (longTexts.isEmpty()) {
                firstLong = row;
            }
            longTexts.add(Arrays.copyOfRange(bytes, from, to));
        } else if (bytes.length - from < SHORT_TEXT) {
            setShort(row, Arrays.copyOfRange(bytes, from, from + SHORT_TEXT), 0, length);
        } else {
            setShort(row, bytes, from, length);
        }
    }

    /** @param bytes has as many as the longest text after {@code from} */
    private void setShort(int row, byte[] bytes, int from, int length) {
        int inFirst = Math.min(length, Integer.BYTES);
        long first = (long) EIGHT_BYTES.get(bytes, from) & FIRST_BYTES[inFirst];
        long second = (long) EIGHT_BYTES.get(bytes, from + Integer.BYTES) & FIRST_BYTES[length - inFirst];
        words[row * WORDS_OF_TEXT] = first << Integer.SIZE | length;
        words[row * WORDS_OF_TEXT + 1] = second;
    }

    /** The text of an earlier row, which is not copied again. */
    void repeatText(int row, int earlier) {
        placeLongTexts();
        words[row * WORDS_OF_TEXT] = words[earlier * WORDS_OF_TEXT];
        words[row * WORDS_OF_TEXT + 1] = words[earlier * WORDS_OF_TEXT + 1];
    }

    /** DuckDB itself finds room for long texts, for all at a time; where they then lie is read back. */
    private void placeLongTexts() {
        if (longTexts.isEmpty()) {
            return;
        }
        vector.setStringUtf8Batch(firstLong, longTexts.toArray(byte[][]::new));
        int from = firstLong * WORDS_OF_TEXT;
        data.asLongBuffer().get(from, words, from, longTexts.size() * WORDS_OF_TEXT);
        longTexts.clear();
    }

    /** Writes the values to the vector. Must be called after the last row. */
    void end(int rows) {
        placeLongTexts();
        switch (type) {
            case INTEGER, DATE -> data.asIntBuffer().put(0, ints, 0, rows);
            case BIGINT, DOUBLE, TIMESTAMP, TIMESTAMPTZ -> data.asLongBuffer().put(0, words, 0, rows);
            case BOOLEAN -> data.put(0, booleans, 0, rows);
            case VARCHAR -> data.asLongBuffer().put(0, words, 0, rows * WORDS_OF_TEXT);
        }
        memory(VALIDITY, vector).asLongBuffer().put(0, valid);
    }
}
