package dev.daybreak.models.boosting;

import dev.daybreak.models.boosting.Trainer.Labelled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows in a file, handed to the workers of Spark as they are trained on here, to the last bit: the values of a row and then its label,
 * as 32-bit floats in little-endian order, row after row and nothing else. So a worker can read its stretch of them without the others.
 */
final class HandedRows {
    private static final int BUFFER_ROWS = 1 << 12;

    private HandedRows() {}

    static void write(Path file, Labelled labelled) throws IOException {
        int columns = labelled.rows().columns();
        int rows = labelled.rows().rows();
        int rowBytes = Float.BYTES * (columns + 1);
        ByteBuffer bytes = ByteBuffer.allocateDirect(rowBytes * BUFFER_ROWS).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int done = 0; done < rows; ) {
                int some = Math.min(rows - done, BUFFER_ROWS);
                FloatBuffer floats = bytes.clear().asFloatBuffer();
                for (int row = done; row < done + some; row++) {
                    floats.put(labelled.rows().values(), row * columns, columns);
                    floats.put(labelled.labels()[row]);
                }
                bytes.limit(some * rowBytes);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                done += some;
            }
        }
    }
}
