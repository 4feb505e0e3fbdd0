package dev.daybreak.engine.spark.training;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of rows with one label each: the values of a row and then its label, as 32-bit floats in little-endian order, row after row
 * and nothing else. NaN is a missing value.
 *
 * @param columns values of a row, the label not counted
 */
record RowsFile(Path path, int columns) {
    private static final int BUFFER_ROWS = 1 << 12;

    /**
     * Rows in memory.
     *
     * @param values row after row
     */
    @SuppressWarnings("ArrayRecordComponent") // Millions of values, never compared.
    record Rows(float[] values, float[] labels) {}

    /** How many rows the file has. */
    long count() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.size() / rowBytes();
        }
    }

    /** Reads one of {@code parts} stretches of about equal length; no row is in two of them, and every row is in one. */
    Rows stretch(int part, int parts) throws IOException {
        long count = count();
        long from = count * part / parts;
        return read(from, count * (part + 1) / parts);
    }

    /**
     * @param from the first row
     * @param to the row after the last
     */
    Rows read(long from, long to) throws IOException {
        long wanted = to - from;
        if (wanted * columns > Integer.MAX_VALUE - 8) {
            throw new IOException("Cannot hold " + wanted + " rows of " + columns
                    + " values in one worker: at most " + (Integer.MAX_VALUE - 8) / columns
                    + " rows. Give Spark more cores, so that there are more workers");
        }
        Rows rows = new Rows(new float[(int) wanted * columns], new float[(int) wanted]);
        ByteBuffer bytes = ByteBuffer.allocateDirect(rowBytes() * BUFFER_ROWS).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.position(from * rowBytes());
            for (int done = 0; done < wanted; ) {
                int some = (int) Math.min(wanted - done, BUFFER_ROWS);
                fill(channel, bytes.clear().limit(some * rowBytes()));
                FloatBuffer floats = bytes.flip().asFloatBuffer();
                for (int row = done; row < done + some; row++) {
                    floats.get(rows.values(), row * columns, columns);
                    rows.labels()[row] = floats.get();
                }
                done += some;
            }
        }
        return rows;
    }

    private void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("Cannot read '" + path + "': it ends within a row");
            }
        }
    }

    private int rowBytes() {
        return Float.BYTES * (columns + 1);
    }
}
