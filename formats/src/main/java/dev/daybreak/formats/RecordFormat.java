package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileAppender;

/**
 * Formats of files that the embedded engine does not know. A file of one is read by {@link #open}, whoever wrote it, or written from rows.
 * Stateless.
 */
public enum RecordFormat {
    /** Rows one after the other, with their schema at the beginning. */
    AVRO("Avro", "Obj\u0001") {
        @Override
        FileRows opened(Path file) throws IOException {
            return AvroRows.open(file);
        }

        @Override
        FileAppender<Record> appender(org.apache.iceberg.Schema columns, Path file) throws IOException {
            return IcebergRows.avro(columns, file);
        }

        @Override
        RowWriter writer(Schema schema, Path file) throws IOException {
            return IcebergRows.avro(schema, file);
        }
    },
    /** Columns in stripes, as Hive has them. */
    ORC("ORC", "ORC") {
        @Override
        FileRows opened(Path file) throws IOException {
            return OrcRows.open(file);
        }

        @Override
        FileAppender<Record> appender(org.apache.iceberg.Schema columns, Path file) {
            return IcebergRows.orc(columns, file);
        }

        @Override
        RowWriter writer(Schema schema, Path file) throws IOException {
            return IcebergRows.orc(schema, file);
        }
    };

    private final String name;
    private final String beginning;

    /** @param beginning the first bytes of every file, as ASCII */
    RecordFormat(String name, String beginning) {
        this.name = name;
        this.beginning = beginning;
    }

    /** Whether a file begins as those of this format do; false for one that cannot be read. */
    boolean isOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(beginning.length());
            return beginning.equals(new String(first, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }

    abstract FileRows opened(Path file) throws IOException;

    abstract FileAppender<Record> appender(org.apache.iceberg.Schema columns, Path file) throws IOException;

    abstract RowWriter writer(Schema schema, Path file) throws IOException;

    /**
     * Opens a file; the caller closes the rows. Types that the contract has not are read as the nearest that hold their values: times of
     * day, UUIDs and enumerations as string, bytes of fixed length as binary. Instants are cut to microseconds.
     *
     * @throws DaybreakException {@code BAD_SOURCE} if it is no file of this format, is damaged (also while its rows are read), or holds values of a
     *     type that no type of the contract holds, such as a union
     */
    public Rows open(Path file) {
        try {
            if (Files.size(file) == 0) {
                throw new IOException("it is empty");
            }
            return new GuardedRows(opened(file), failure -> unreadable(file, failure));
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    DaybreakException unreadable(Path file, Exception failure) {
        if (failure instanceof DaybreakException told) {
            return told;
        }
        Throwable known = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        String reason = known.getMessage() == null ? known.toString() : known.getMessage();
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read '" + file + "': it is no intact " + name + " file ("
                        + (reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason) + ").",
                "Replace the file by an intact one, or move it away.",
                failure);
    }

    /**
     * Writes all rows to a file that is not there yet, and leaves them open. If it fails, a part of the file may remain.
     *
     * @param schema names and types of the rows' columns in their order; what is required is so in the file too
     * @return how many rows
     * @throws DaybreakException {@code OUT_OF_RESOURCES} if the file cannot be written
     */
    public long write(Rows rows, Schema schema, Path file) {
        return RowWriter.copy(rows, schema, file, () -> writer(schema, file));
    }
}
