package dev.daybreak.orchestration.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the log file of an attempt while it is written. For one thread. */
public final class LogTail {
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private long read;

    public LogTail(Path file) {
        this.file = file;
    }

    /**
     * What was written since the last call, in whole lines, each with its line break; at most some 64 KB, so call it again until it is
     * empty. Empty if there is nothing new, or the file is not there (yet).
     *
     * @throws IOException if the file is there and cannot be read
     */
    public String next() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(read);
            byte[] chunk = new byte[CHUNK];
            // A line may be longer than a chunk.
            for (int count = open.read(chunk); count > 0; count = open.read(chunk)) {
                int end = afterLastBreak(chunk, count);
                if (end > 0) {
                    lines.write(chunk, 0, end);
                    break;
                }
                lines.write(chunk, 0, count);
            }
        }
        byte[] bytes = lines.toByteArray();
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            return "";
        }
        read += bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int afterLastBreak(byte[] chunk, int count) {
        int end = count;
        while (end > 0 && chunk[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
