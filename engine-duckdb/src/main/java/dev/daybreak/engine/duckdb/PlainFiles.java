package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.JsonLinesFunction.Queue;
import dev.daybreak.engine.duckdb.JsonLinesFunction.Source;
import dev.daybreak.engine.duckdb.PlainLine.Field;
import dev.daybreak.engine.duckdb.PlainLine.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/** Reads files of JSON lines into DuckDB's column vectors: what one thread of a scan holds. */
final class PlainFiles {
    private static final int FILE = 0;
    private static final int LINE = 1;
    private static final int RAW = 2;
    private static final int FIRST = 3;

    private final Form[] types;
    private final PlainLine line;
    private byte[][][] texts = new byte[0][][];
    private byte[] content = new byte[1 << 16];
    private int length;
    private int at;
    private byte[] file;
    private long number;

    PlainFiles(List<Field> fields) {
        this.types = fields.stream().map(Field::type).toArray(Form[]::new);
        this.line = new PlainLine(fields);
    }

    static DuckDBColumnType columnType(Form type) {
        return switch (type) {
            case INTEGER, DATE -> DuckDBColumnType.INTEGER;
            case BIGINT, TIMESTAMP, TIMESTAMPTZ -> DuckDBColumnType.BIGINT;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case VARCHAR -> DuckDBColumnType.VARCHAR;
        };
    }

    /** Fills a chunk with the next lines and tells how many they are; 0 if there are no more. */
    int fill(Queue queue, DuckDBDataChunkWriter output) throws IOException {
        int capacity = (int) output.capacity();
        if (texts.length == 0) {
            texts = new byte[FIRST + types.length][][];
            for (int i = 0; i < texts.length; i++) {
                boolean isText = i == FILE || i == RAW || (i >= FIRST && types[i - FIRST] == Form.VARCHAR);
                texts[i] = isText ? new byte[capacity][] : null;
            }
        }
        DuckDBWritableVector[] vectors = new DuckDBWritableVector[FIRST + types.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = output.vector(i);
        }
        int rows = 0;
        while (rows < capacity && (at < length || open(queue))) {
            if (nextLine(vectors, rows)) {
                rows++;
            }
        }
        for (int i = 0; i < vectors.length && rows > 0; i++) {
            if (texts[i] != null) {
                vectors[i].setStringUtf8Batch(0, rows == capacity ? texts[i] : Arrays.copyOf(texts[i], rows));
            }
        }
        return rows;
    }

    private boolean open(Queue queue) throws IOException {
        Source source = queue.take();
        if (source == null) {
            return false;
        }
        try (InputStream in = Files.newInputStream(source.path())) {
            length = 0;
            at = 0;
            int read = 0;
            while (read >= 0) {
                length += read;
                if (length == content.length) {
                    content = Arrays.copyOf(content, content.length * 2);
                }
                read = in.read(content, length, content.length - length);
            }
        }
        file = source.name().getBytes(StandardCharsets.UTF_8);
        number = 0;
        return true;
    }

    /** Reads the line at the current place; false if it is empty, or the file is. */
    private boolean nextLine(DuckDBWritableVector[] vectors, int row) {
        if (at >= length) {
            return false;
        }
        int start = at;
        int end = start;
        while (end < length && content[end] != '\n') {
            end++;
        }
        at = end + 1;
        number++;
        if (end == start || (end == start + 1 && content[start] == '\r')) {
            return false;
        }
        texts[FILE][row] = file;
        vectors[LINE].setLong(row, number);
        boolean plain = line.read(content, start, end);
        texts[RAW][row] = plain ? null : unread(start, end);
        for (int i = 0; i < types.length; i++) {
            if (types[i] == Form.VARCHAR) {
                texts[FIRST + i][row] = plain && line.has(i) ? line.string(i) : null;
            } else if (plain && line.has(i)) {
                set(vectors[FIRST + i], row, types[i], line.number(i));
            } else {
                vectors[FIRST + i].setNull(row);
            }
        }
        return true;
    }

    private byte[] unread(int start, int end) {
        if (!Utf8.isValid(content, start, end)) {
            throw new IllegalArgumentException("Invalid line " + number + ": it is not UTF-8");
        }
        return Arrays.copyOfRange(content, start, end);
    }

    private static void set(DuckDBWritableVector vector, int row, Form type, long value) {
        switch (type) {
            case INTEGER, DATE -> vector.setInt(row, (int) value);
            case BIGINT, TIMESTAMP, TIMESTAMPTZ -> vector.setLong(row, value);
            case DOUBLE -> vector.setDouble(row, Double.longBitsToDouble(value));
            case BOOLEAN -> vector.setBoolean(row, value != 0);
            case VARCHAR -> throw new IllegalStateException("Texts are set in one go.");
        }
    }
}
