package dev.daybreak.orchestration.store;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.Tries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What keeps the metadata of a test's folder. A test that is to run on both has a subclass that says the other. */
public enum TestDatabase {
    SQLITE {
        @Override
        public void keep(Path folder) {}
    },
    POSTGRES {
        @Override
        public void keep(Path folder) throws IOException {
            keepAt(folder, TestPostgres.store(folder).url());
        }
    };

    /** The file of a folder that says where its database is. */
    public static final String URL = "postgres.url";

    /** Makes this the database of every store that {@link #open} opens for the folder, in other processes too. */
    public abstract void keep(Path folder) throws IOException;

    /** Makes a database of the test's own PostgreSQL server, to which {@code postgres} has access, the one of the folder. */
    public static void keepAt(Path folder, String url) throws IOException {
        Files.writeString(folder.resolve(URL), url);
    }

    /** The store of a folder: on SQLite unless {@link #keep} has said otherwise. A new one is a copy, which takes a tenth of the time. */
    public static Store open(Path folder) {
        if (postgres(folder).isEmpty()) {
            NewStore.lay(folder);
        }
        return Store.open(settings(folder));
    }

    /** The same, as soon as it can be reached. */
    public static Store await(Path folder) {
        return await(folder, note -> System.err.println(note));
    }

    static Store await(Path folder, Consumer<String> notes) {
        return Store.await(settings(folder), notes);
    }

    private static Settings settings(Path folder) {
        return new Settings(
                "test",
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                new Settings.EngineSettings(1, 1),
                postgres(folder),
                Tries.DEFAULT,
                Map.of(),
                folder);
    }

    private static Optional<Settings.Connection> postgres(Path folder) {
        Path url = folder.resolve(URL);
        try {
            return Files.exists(url)
                    ? Optional.of(new Settings.Connection("metadata", Files.readString(url), "postgres", "postgres"))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
