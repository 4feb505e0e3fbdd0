package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/** Files of Iceberg tables, from one format to another: the same rows in the same order, with the same field ids. Stateless. */
public final class TableFile {
    private TableFile() {}

    /**
     * Copies an Avro or ORC file, whoever wrote it for a table, as Parquet.
     *
     * @param parquet is made; if it fails, a part of it may remain
     * @throws DaybreakException {@code BAD_SOURCE} if the file is no intact Avro or ORC file, has columns without field ids, or values of a type that no
     *     type of the contract holds; {@code OUT_OF_RESOURCES} if the copy cannot be written; {@code CANCELLED} if the thread is interrupted
     */
    public static void toParquet(Path file, Path parquet) {
        RecordFormat format = Stream.of(RecordFormat.values())
                .filter(one -> one.isOf(file))
                .findFirst()
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.BAD_SOURCE,
                        "Cannot read '" + file + "': it is missing, or does not begin as an Avro or ORC file does.",
                        "Restore the file from a copy, or put the table back to a snapshot without it."));
        try (FileRows rows = format.opened(file)) {
            List<FieldId> ids = rows.fieldIds();
            if (ids.size() != rows.schema().columns().size()) {
                throw new DaybreakException(
                        ErrorCode.BAD_SOURCE,
                        "Cannot read '" + file
                                + "': it has columns without field ids, so it was not written for a table of Iceberg.",
                        "Rewrite the table's files with the program that added this one.");
            }
            Rows told = new GuardedRows(rows, failure -> format.unreadable(file, failure));
            ParquetFile.write(told, ids, parquet);
        } catch (IOException | RuntimeException e) {
            throw format.unreadable(file, e);
        }
    }

    /**
     * Writes the rows of a table's Parquet file as a file of a format, in place of one that is there. If it fails, a part of it may remain.
     *
     * @param columns of the table
     * @return where parts begin that can be read by themselves, in bytes; empty if the format does not tell
     * @throws DaybreakException {@code OUT_OF_RESOURCES} if the file cannot be written
     */
    public static List<Long> ofParquet(Path parquet, Schema columns, RecordFormat format, Path file) {
        try (CloseableIterable<Record> rows = Parquet.read(Files.localInput(parquet.toFile()))
                .project(columns)
                .createReaderFunc(type -> GenericParquetReaders.buildReader(columns, type))
                .build()) {
            FileAppender<Record> appender = format.appender(columns, file);
            try (appender) {
                appender.addAll(rows);
            }
            List<Long> splits = appender.splitOffsets();
            return splits == null ? List.of() : splits;
        } catch (IOException | UncheckedIOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write '" + file + "': " + e.getMessage() + ".",
                    "Free space on the disk, or make the folder writable.",
                    e);
        }
    }
}
