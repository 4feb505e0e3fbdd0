package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.JsonLinesFunction.Queue;
import dev.daybreak.engine.duckdb.JsonLinesFunction.Source;
import dev.daybreak.engine.duckdb.PlainLine.Field;
import dev.daybreak.engine.duckdb.PlainLine.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;

/** Reads files of JSON lines into DuckDB's column vectors: what one thread of a scan holds. */
final class PlainFiles {
    private static final int FILE = 0;
    private static final int FIRST = 1;

    private final Form[] types;
    private final ColumnMemory[] columns;
    private final PlainLine line;
    private final ScanNotes notes;
    /** The JVM would find one for each thread, and DuckDB's threads are new to it at each call. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

    private byte[] content = new byte[1 << 18];
    private int length;
    private int at;
    private byte[] file;
    private int firstOfFile;
    private long number;
    private long plain;
    private long present;

    PlainFiles(List<Field> fields, ScanNotes notes) {
        this.types = fields.stream().map(Field::type).toArray(Form[]::new);
        this.columns = Stream.concat(Stream.of(Form.VARCHAR), Arrays.stream(types))
                .map(ColumnMemory::new)
                .toArray(ColumnMemory[]::new);
        this.line = new PlainLine(fields);
        this.notes = notes;
    }

    static DuckDBColumnType columnType(Form type) {
        return switch (type) {
            case INTEGER -> DuckDBColumnType.INTEGER;
            case DATE -> DuckDBColumnType.DATE;
            case BIGINT -> DuckDBColumnType.BIGINT;
            case TIMESTAMP -> DuckDBColumnType.TIMESTAMP;
            case TIMESTAMPTZ -> DuckDBColumnType.TIMESTAMP_WITH_TIME_ZONE;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case VARCHAR -> DuckDBColumnType.VARCHAR;
        };
    }

    /** Fills a chunk with the next plain lines and tells how many they are; 0 if there are no more. */
    int fill(Queue queue, DuckDBDataChunkWriter output) throws IOException {
        for (int i = 0; i < columns.length; i++) {
            columns[i].begin(output.vector(i));
        }
        int rows = 0;
        firstOfFile = 0;
        while (rows < output.capacity() && (at < length || open(queue, rows))) {
            if (at < length && nextLine(rows)) {
                rows++;
            }
        }
        for (ColumnMemory column : columns) {
            column.end(rows);
        }
        return rows;
    }

    /** @param row the one that the first line of the file becomes */
    private boolean open(Queue queue, int row) throws IOException {
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
        try (FileChannel in = FileChannel.open(source.path())) {
            while (in.read(buffer) >= 0) {
                take();
            }
        }
        // Every line ends, the last one too.
        content[length] = '\n';
        file = source.name().getBytes(StandardCharsets.UTF_8);
        number = 0;
        plain = 0;
        present = 0;
        firstOfFile = row;
        return true;
    }

    /** Appends what was read, and leaves room for one byte more. */
    private void take() {
        buffer.flip();
        int read = buffer.remaining();
        if (length + read >= content.length) {
            content = Arrays.copyOf(content, Math.max(content.length * 2, length + read + 1));
        }
        buffer.get(content, length, read);
        length += read;
        buffer.clear();
    }

    /** Reads the line at the current place; false if there is nothing plain in it. */
    private boolean nextLine(int row) throws IOException {
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
        if (row == firstOfFile) {
            columns[FILE].setText(row, file, 0, file.length);
        } else {
            columns[FILE].repeatText(row, firstOfFile);
        }
        for (int i = 0; i < types.length; i++) {
            if (line.has(i)) {
                set(columns[FIRST + i], row, i);
            } else {
                columns[FIRST + i].setNull(row);
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

    private void set(ColumnMemory column, int row, int field) {
        switch (types[field]) {
            case INTEGER, DATE -> column.setInt(row, (int) line.number(field));
            case BIGINT, DOUBLE, TIMESTAMP, TIMESTAMPTZ -> column.setLong(row, line.number(field));
            case BOOLEAN -> column.setBoolean(row, line.number(field) != 0);
            case VARCHAR -> column.setText(row, content, line.start(field), line.end(field));
        }
    }
}
