package dev.daybreak.engine.duckdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a scan of JSON lines has to tell beside its rows, as two files of a folder. Names of files and texts are in Base64, with
 * tabs between the values.
 *
 * <ul>
 *   <li>{@code read.tsv}, for every file that was read to its end: its name, how many lines were plain, in which columns there was a
 *       value (bit i for column i), and the CRC-32C of its bytes;
 *   <li>{@code unread.tsv}, for every line that is left to a real parser: the name of its file, its number (the first is 1), whether
 *       it is UTF-8, and its text, in which U+FFFD replaces what is not.
 * </ul>
 *
 * <p>One thread uses an instance; several instances may share a folder.
 */
final class ScanNotes {
    private static final int MOST_HELD = 1 << 20;

    private final Path folder;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    ScanNotes(Path folder) {
        this.folder = folder;
    }

    void read(byte[] file, long lines, long present, long checksum) throws IOException {
        add(read, base64(file), Long.toString(lines), Long.toString(present), Long.toString(checksum));
        flushIfLarge();
    }

    void unread(byte[] file, long number, byte[] text, int from, int to) throws IOException {
        boolean valid = Utf8.isValid(text, from, to);
        byte[] line = Arrays.copyOfRange(text, from, to);
        byte[] shown = valid ? line : new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        add(unread, base64(file), Long.toString(number), Boolean.toString(valid), base64(shown));
        flushIfLarge();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void add(ByteArrayOutputStream to, String... values) {
        to.writeBytes((String.join("\t", values) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void flushIfLarge() throws IOException {
        if (read.size() + unread.size() >= MOST_HELD) {
            flush();
        }
    }

    /** Appends what is held in one go, so that the lines of several threads stay whole. */
    void flush() throws IOException {
        synchronized (ScanNotes.class) {
            append("read.tsv", read);
            append("unread.tsv", unread);
        }
    }

    private void append(String name, ByteArrayOutputStream held) throws IOException {
        if (held.size() > 0) {
            Files.write(folder.resolve(name), held.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            held.reset();
        }
    }
}
