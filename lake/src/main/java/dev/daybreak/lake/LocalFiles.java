package dev.daybreak.lake;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files on the local disk. Hadoop's own way to them takes a second of start-up, which this one spares.
 * Streams are those of {@code java.io}, since channels close when their thread is interrupted, and a commit must not break there.
 */
final class LocalFiles implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final String METADATA = ".metadata.json";
    private static final String COMPRESSED = ".gz" + METADATA;
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*://");

    /** Whether a location is an absolute path of this machine, with or without {@code file:}. */
    static boolean isLocal(String location) {
        try {
            return (location.startsWith("/") || location.startsWith("file:/"))
                    && path(location).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A local path of a location that any Iceberg writer left: with or without {@code file:}. */
    static Path path(String location) {
        if (ELSEWHERE.matcher(location).lookingAt() && !location.startsWith("file:")) {
            throw new Unreadable(new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Cannot open '" + location + "': it lies in an object store that the project does not name",
                    "Say where the store is under 'lake: warehouse' in daybreak.yaml, as when the table was made."));
        }
        return location.startsWith("file:") ? Path.of(URI.create(location).getPath()) : Path.of(location);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Input(String location) implements InputFile {
        @Override
        public long getLength() {
            try {
                return Files.size(path(location));
            } catch (IOException e) {
                throw missing(e);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                Reading reading =
                        new Reading(new RandomAccessFile(path(location).toFile(), "r"));
                if (location.endsWith(METADATA) && !location.endsWith(COMPRESSED)) {
                    refuseCutOff(reading);
                }
                return reading;
            } catch (FileNotFoundException e) {
                throw missing(e);
            }
        }

        /** Iceberg tries for a minute to read a metadata file that does not parse; one that is not there it gives up at once. */
        private void refuseCutOff(Reading metadata) {
            try {
                if (!metadata.isObject()) {
                    metadata.close();
                    throw new NotFoundException(
                            "Failed to open input stream for file: %s: it is not a whole JSON object", location);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** In the words of Iceberg's other ways to files, which clients of its catalogs look for. */
        private RuntimeException missing(IOException e) {
            return exists()
                    ? new UncheckedIOException(e)
                    : new NotFoundException(e, "Failed to open input stream for file: %s: it does not exist", location);
        }

        @Override
        public boolean exists() {
            return Files.exists(path(location));
        }
    }

    private record Output(String location) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            try {
                Path path = path(location);
                Files.createDirectories(path.getParent());
                Files.createFile(path);
                return new Writing(new FileOutputStream(path.toFile()));
            } catch (FileAlreadyExistsException e) {
                throw new AlreadyExistsException(e, "File exists: %s", location);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            try {
                Path path = path(location);
                Files.createDirectories(path.getParent());
                return new Writing(new FileOutputStream(path.toFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location);
        }
    }

    private static final class Reading extends SeekableInputStream {
        private final RandomAccessFile file;

        Reading(RandomAccessFile file) {
            this.file = file;
        }

        /** Whether it begins and ends with braces, white space aside. Leaves the position at the start. */
        boolean isObject() throws IOException {
            file.seek(0);
            int first = file.read();
            int last = -1;
            for (long at = file.length() - 1; at > 0 && (last == -1 || Character.isWhitespace(last)); at--) {
                file.seek(at);
                last = file.read();
            }
            file.seek(0);
            return first == '{' && last == '}';
        }

        @Override
        public long getPos() throws IOException {
            return file.getFilePointer();
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, file.length() - file.getFilePointer());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class Writing extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Writing(FileOutputStream file) {
            this.out = new BufferedOutputStream(file, 1 << 16);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
