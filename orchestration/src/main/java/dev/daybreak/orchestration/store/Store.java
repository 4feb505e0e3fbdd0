package dev.daybreak.orchestration.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteDataSource;

/**
 * The metadata store: runs, leases, materializations, ledger and registry. Thread-safe; several processes may have one
 * store open. SQL against it is written so that SQLite and PostgreSQL take it; instants are milliseconds since 1970 in
 * {@code BIGINT} columns, by the clock of the database.
 */
public final class Store implements AutoCloseable {
    private final Database database;
    private final Jdbi jdbi;

    private Store(Database database) {
        this.database = database;
        this.jdbi = Jdbi.create(database.connections());
    }

    /**
     * Opens the store of a state folder, in the file {@code metadata.db}, and creates or migrates it if need be.
     *
     * @throws dev.daybreak.project.problem.DaybreakException with {@code NEWER_PROJECT} if a newer version of the program
     *     wrote it, which changes nothing; with {@code OUT_OF_RESOURCES} if it cannot be read or written
     */
    public static Store open(Path stateFolder) {
        return open(new SqliteDatabase(SqliteDatabase.create(stateFolder)));
    }

    /**
     * Begins, in the background, what opening the first store of a process has to wait for: the driver's native library and
     * the classes behind a first query. Worth a call where other work comes before {@link #open}; returns at once.
     */
    public static void warmUp() {
        Thread thread = new Thread(Store::openInMemory, "daybreak-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void openInMemory() {
        try {
            SQLiteDataSource memory = new SQLiteDataSource();
            memory.setUrl("jdbc:sqlite::memory:");
            Jdbi.create(memory).withHandle(handle -> handle.createQuery("SELECT 1 WHERE 1 = :one")
                    .bind("one", 1)
                    .mapTo(Long.class)
                    .one());
            JsonText.write(List.of());
        } catch (RuntimeException | LinkageError ignored) {
            // Opening the store says what is wrong, where somebody hears it.
        }
    }

    static Store open(Database database) {
        Store store = new Store(database);
        try {
            new Migrations(database, store.jdbi).bringUpToDate();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    /** For the SQL of a feature, next to that feature. A transaction takes the store's one write lock at its beginning. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** The time by the database's clock, in milliseconds since 1970: inside a transaction if the handle is in one. */
    public long nowMillis(Handle handle) {
        return handle.createQuery(database.clockQuery()).mapTo(Long.class).one();
    }

    /** The time by the database's clock. */
    public Instant now() {
        return Instant.ofEpochMilli(jdbi.withHandle(this::nowMillis));
    }

    @Override
    public void close() {
        database.close();
    }
}
