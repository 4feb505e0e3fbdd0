package dev.daybreak.orchestration.store;

import dev.daybreak.project.Environment;
import dev.daybreak.project.Settings;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.sqlite.SQLiteDataSource;

/**
 * The metadata store: runs, leases, materializations, ledger and registry. Thread-safe; several processes may have one
 * store open. SQL against it is written so that SQLite and PostgreSQL take it; instants are milliseconds since 1970 in
 * {@code BIGINT} columns, by the clock of the database.
 *
 * <p>A transaction by {@link #jdbi} is alone: it takes the store's one write lock at its beginning, on either database. So it may
 * read and then write what follows from it, and it is run once. Writes belong into transactions. What is done so often that it
 * must not wait for everything else, such as a claim, names a topic: {@link #inTransaction}.
 */
public final class Store implements AutoCloseable {
    /** The attribute of a handle that says what its next transaction locks. */
    static final String TOPIC = "daybreak.topic";

    /** The attribute of a handle with the time at which its transaction began to be alone, where the database tells it unasked. */
    static final String BEGAN = "daybreak.began";

    /** The attribute of a handle that says that its next transaction may be lost with the host. */
    static final String LIGHT = "daybreak.light";

    static final String WHOLE_STORE = "";

    /** Remembers the statements that it has read, for all stores of a process: Jdbi reads each letter by letter. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final Database database;
    private final Jdbi jdbi;

    private Store(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
    }

    /**
     * Opens the store of a project's environment: the PostgreSQL database that its settings name (of other environments than prod, a
     * schema of their own there), else the one in its state folder.
     *
     * @throws dev.daybreak.project.problem.DaybreakException as the other two
     */
    public static Store open(Settings settings) {
        Environment environment = settings.environment();
        if (settings.metadata().isEmpty()) {
            return open(settings.state());
        }
        return environment.isProd()
                ? open(settings.metadata().get())
                : open(PostgresDatabase.open(settings.metadata().get(), environment.name()));
    }

    /** Opens the store of prod, whatever environment is at hand. */
    public static Store openProd(Settings settings) {
        Optional<Settings.Connection> metadata = settings.metadata();
        return metadata.isPresent()
                ? open(metadata.get())
                : open(settings.environment().shared());
    }

    /** The environments that have a store, prod first. */
    public static List<String> environments(Settings settings) {
        Path others = settings.environment().others();
        List<String> names = new ArrayList<>(List.of(Environment.PROD));
        if (settings.metadata().isPresent()) {
            names.addAll(PostgresDatabase.environments(settings.metadata().get()));
        } else if (Files.isDirectory(others)) {
            try (Stream<Path> folders = Files.list(others)) {
                folders.map(folder -> folder.getFileName().toString())
                        .filter(Environment::isName)
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    /** Removes the store of an environment other than prod, which must not be open, with the models and logs beside it. */
    public static void dropEnvironment(Settings settings) {
        Environment environment = settings.environment();
        if (environment.isProd()) {
            throw new IllegalArgumentException("prod cannot be dropped");
        }
        settings.metadata().ifPresent(connection -> PostgresDatabase.dropEnvironment(connection, environment.name()));
        try {
            FolderTree.delete(environment.own());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the store of a project as soon as it can be reached, for a service that may start before its database, or while it is away.
     * An interrupt ends the waiting.
     *
     * @param notes gets a line whenever it was tried in vain
     * @throws dev.daybreak.project.problem.DaybreakException as {@link #open(Settings)}; with {@code UNREACHABLE} only after an interrupt
     */
    public static Store await(Settings settings, Consumer<String> notes) {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return open(settings);
            } catch (DaybreakException e) {
                if (e.code() != ErrorCode.UNREACHABLE) {
                    throw e;
                }
                Duration wait = backoff.next();
                notes.accept(e.getMessage() + " Trying again in " + wait.toSeconds() + " s. " + e.mend());
                try {
                    TimeUnit.MILLISECONDS.sleep(wait.toMillis());
                } catch (InterruptedException interrupt) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    /**
     * Opens the store in a PostgreSQL database, and creates or migrates it if need be.
     *
     * @throws dev.daybreak.project.problem.DaybreakException with {@code UNREACHABLE} if no connection can be had; with {@code
     *     OUT_OF_RESOURCES} if the user may not set it up; with {@code NEWER_PROJECT} as {@link #open(Path)}
     */
    public static Store open(Settings.Connection postgres) {
        return open(PostgresDatabase.open(postgres));
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

    /**
     * Runs a transaction that has to be alone only among those of its topic, such as those of one asset. On PostgreSQL others go on
     * beside it, except those of the whole store; what they commit meanwhile, its next statement sees. On SQLite it is alone, shares
     * a commit with others that come at the same time, and may run in the thread of one of them. Inside of another transaction it is
     * a part of that. A transaction of the whole store must not be begun inside of it.
     */
    public <R, X extends Exception> R inTransaction(String topic, HandleCallback<R, X> callback) throws X {
        return database.inTransaction(topic, false, callback);
    }

    /**
     * As {@link #inTransaction}, for what does no harm if it is lost together with all that was committed after it, such as the claim or the end of
     * a step: it would be done again. On SQLite, whose users are all on one host, it is written to the disk with the next
     * transaction of another kind, so a host that loses power may lose it; processes that die lose nothing.
     */
    public <R, X extends Exception> R inLightTransaction(String topic, HandleCallback<R, X> callback) throws X {
        return database.inTransaction(topic, true, callback);
    }

    /** As the other, but of the whole store: alone among all transactions. */
    public <R, X extends Exception> R inLightTransaction(HandleCallback<R, X> callback) throws X {
        return inLightTransaction(WHOLE_STORE, callback);
    }

    /**
     * As {@link #inTransaction}, for one statement that changes a row only if that is still as it expects, whatever others do meanwhile. On
     * PostgreSQL it then takes one way to the server, not three.
     */
    public <R, X extends Exception> R inOneStatement(String topic, HandleCallback<R, X> callback) throws X {
        return isRemote() ? jdbi.withHandle(callback) : inTransaction(topic, callback);
    }

    /**
     * New fencing tokens, ascending, greater than those of every transaction of the same topic or of the whole store that ended
     * before; inside of a transaction.
     */
    public List<Long> nextTokens(Handle handle, int count) {
        return database.tokens(handle, count);
    }

    /** From now on all new tokens are greater than this one. */
    public void raiseTokens(Handle handle, long token) {
        database.raiseTokens(handle, token);
    }

    /** Whether the store is a server, to which every statement has a way: PostgreSQL. */
    public boolean isRemote() {
        return database.isRemote();
    }

    /** The time by the database's clock, in milliseconds since 1970. In a transaction it may be the time at which that began to be alone. */
    public long nowMillis(Handle handle) {
        Object began = handle.getConfig(SqlStatements.class).getAttribute(BEGAN);
        if (began instanceof Long millis && handle.isInTransaction()) {
            return millis;
        }
        return handle.createQuery(database.clockQuery()).mapTo(Long.class).one();
    }

    /** The time by the database's clock. */
    public Instant now() {
        return Instant.ofEpochMilli(jdbi.withHandle(this::nowMillis));
    }

    /**
     * Whether the store has exactly the form that this program knows; a newer program may have changed it meanwhile.
     *
     * @throws dev.daybreak.project.problem.DaybreakException UNREACHABLE or OUT_OF_RESOURCES if it does not answer
     */
    public boolean isOfThisVersion() {
        return new Migrations(database, jdbi).isUpToDate();
    }

    @Override
    public void close() {
        database.close();
    }
}
