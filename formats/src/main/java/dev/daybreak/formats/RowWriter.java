package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Takes rows into a file. */
interface RowWriter extends Closeable {
    /** @param values one for each column, as {@link Rows} hands them out */
    void write(Object[] values) throws IOException;

    /** Makes a writer. */
    @FunctionalInterface
    interface Opening {
        RowWriter open() throws IOException;
    }

    /** Writes all rows and closes the file. */
    static long copy(Rows rows, Schema schema, Path file, Opening opening) {
        long count = 0;
        try (RowWriter writer = opening.open()) {
            Object[] values = new Object[schema.columns().size()];
            while (rows.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new DaybreakException(
                            ErrorCode.CANCELLED, "Cannot write '" + file + "': it was cancelled.", "");
                }
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.value(i);
                }
                writer.write(values);
                count++;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write '" + file + "': " + e.getMessage() + ".",
                    "Free space on the disk, or make the folder writable.",
                    e);
        }
        return count;
    }
}
