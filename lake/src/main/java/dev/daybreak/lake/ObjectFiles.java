package dev.daybreak.lake;

import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.ObjectStore;
import dev.daybreak.lake.store.StoreFailures;
import dev.daybreak.project.problem.DaybreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files in an object store. They are read from whole copies on the disk, so that a connection that breaks harms no reader, and the
 * next command finds them there. Tables from before the store was set up stay in local folders, and so do their files.
 */
final class ObjectFiles implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final int TRIES = 20;

    private final transient ObjectStore store;
    private final transient FileCache cache;
    private final transient StoreFailures failures;
    private final LocalFiles local = new LocalFiles();

    ObjectFiles(ObjectStore store, FileCache cache, StoreFailures failures) {
        this.store = store;
        this.cache = cache;
        this.failures = failures;
    }

    @Override
    public InputFile newInputFile(String location) {
        return store.holds(location) ? new Input(location) : local.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return store.holds(location) ? new Output(location) : local.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        if (!store.holds(location)) {
            local.deleteFile(location);
            return;
        }
        failures.told("delete '" + location + "'", () -> {
            store.files().deleteFile(location);
            return true;
        });
    }

    private final class Input implements InputFile {
        private final String location;

        Input(String location) {
            this.location = location;
        }

        @Override
        public String location() {
            return location;
        }

        private Path fetched() {
            try {
                return failures.told("read '" + location + "'", () -> cache.fetch(location));
            } catch (DaybreakException e) {
                throw new Unreadable(e);
            }
        }

        @Override
        public long getLength() {
            try {
                return Files.size(fetched());
            } catch (IOException e) {
                throw new NotFoundException(e, "The copy of '%s' is gone", location);
            }
        }

        /** A copy may be removed between being fetched and opened; once open, it stays. */
        @Override
        public SeekableInputStream newStream() {
            NotFoundException last = null;
            for (int i = 0; i < TRIES; i++) {
                Path path = fetched();
                try {
                    return local.newInputFile(path.toString()).newStream();
                } catch (NotFoundException e) {
                    last = e;
                }
            }
            throw last;
        }

        @Override
        public boolean exists() {
            return failures.told(
                    "look for '" + location + "'",
                    () -> store.files().newInputFile(location).exists());
        }
    }

    private final class Output implements OutputFile {
        private final String location;
        private final OutputFile file;

        Output(String location) {
            this.location = location;
            this.file = store.files().newOutputFile(location);
        }

        @Override
        public PositionOutputStream create() {
            return new ToldOutput(location, failures, failures.told("write '" + location + "'", file::create));
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new ToldOutput(
                    location, failures, failures.told("write '" + location + "'", file::createOrOverwrite));
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return newInputFile(location);
        }
    }
}
