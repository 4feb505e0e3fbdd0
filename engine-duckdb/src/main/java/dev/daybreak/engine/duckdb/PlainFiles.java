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
import java.util.zip.CRC32C;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/** Reads files of JSON lines into DuckDB's column vectors: what one thread of a scan holds. */
final class PlainFiles {
    private static final int FILE = 0;
    private static final int FIRST = 1;

    private final Form[] types;
    private final PlainLine line;
    private final ScanNotes notes;
    private byte[][][] texts = new byte[0][][];
    private byte[] content = new byte[1 << 18];
    private int length;
    private int at;
    private byte[] file;
    private long number;
    private long plain;
    private long present;

    PlainFiles(List<Field> fields, ScanNotes notes) {
        this.types = fields.stream().map(Field::type).toArray(Form[]::new);
        this.line = new PlainLine(fields);
        this.notes = notes;
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

    /** Fills a chunk with the next plain lines and tells how many they are; 0 if there are no more. */
    int fill(Queue queue, DuckDBDataChunkWriter output) throws IOException {
        int capacity = (int) output.capacity();
        if (texts.length == 0) {
            texts = new byte[FIRST + types.length][][];
            for (int i = 0; i < texts.length; i++) {
                boolean isText = i == FILE || types[i - FIRST] == Form.VARCHAR;
                texts[i] = isText ? new byte[capacity][] : null;
            }
        }
        DuckDBWritableVector[] vectors = new DuckDBWritableVector[FIRST + types.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = output.vector(i);
        }
        int rows = 0;
        while (rows < capacity && (at < length || open(queue))) {
            if (at < length && nextLine(vectors, rows)) {
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
        if (file != null) {
            CRC32C checksum = new CRC32C();
            checksum.update(content, 0, length);
            notes.read(file, plain, present, checksum.getValue());
            file = null;
        }
        Source source = queue.take();
        if (source == null) {
            notes.flush();
            return false;
        }
        length = 0;
        at = 0;
        try (InputStream in = Files.newInputStream(source.path())) {
            int read = 0;
            while (read >= 0) {
                length += read;
                if (length == content.length) {
                    content = Arrays.copyOf(content, content.length * 2);
                }
                read = in.read(content, length, content.length - length);
            }
        }
        // Every line ends, the last one too.
        content[length] = '\n';
        file = source.name().getBytes(StandardCharsets.UTF_8);
        number = 0;
        plain = 0;
        present = 0;
        return true;
    }

    /** Reads the line at the current place; false if there is nothing plain in it. */
    private boolean nextLine(DuckDBWritableVector[] vectors, int row) throws IOException {
        int start = at;
        number++;
        int end = line.read(content, start);
        if (end < 0) {
            skip(start);
            return false;
        }
        at = end + 1;
        plain++;
        present |= line.present();
        texts[FILE][row] = file;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == Form.VARCHAR) {
                texts[FIRST + i][row] = line.has(i) ? line.string(i) : null;
            } else if (line.has(i)) {
                set(vectors[FIRST + i], row, types[i], line.number(i));
            } else {
                vectors[FIRST + i].setNull(row);
            }
        }
        return true;
    }

    /** Leaves a line to others, if there is anything in it. */
    private void skip(int start) throws IOException {
        int end = start;
        while (content[end] != '\n') {
            end++;
        }
        at = end + 1;
        if (end > start && (end > start + 1 || content[start] != '\r')) {
            notes.unread(file, number, content, start, end);
        }
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
