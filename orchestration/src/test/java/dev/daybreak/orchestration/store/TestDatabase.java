package dev.daybreak.orchestration.store;

import dev.daybreak.project.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What keeps the metadata of a test's folder. A test that is to run on both has a subclass that says the other. */
public enum TestDatabase {
    SQLITE {
        @Override
        public void keep(Path folder) {}
    },
    POSTGRES {
        @Override
        public void keep(Path folder) throws IOException {
            Files.writeString(folder.resolve(URL), TestPostgres.database(folder).url());
        }
    };

    private static final String URL = "postgres.url";

    /** Makes this the database of every store that {@link #open} opens for the folder, in other processes too. */
    public abstract void keep(Path folder) throws IOException;

    /** The store of a folder: on SQLite unless {@link #keep} has said otherwise. */
    public static Store open(Path folder) {
        Path url = folder.resolve(URL);
        if (!Files.exists(url)) {
            return Store.open(folder);
        }
        try {
            return Store.open(new Settings.Connection("metadata", Files.readString(url), "postgres", "postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
