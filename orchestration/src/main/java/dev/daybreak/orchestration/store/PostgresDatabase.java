package dev.daybreak.orchestration.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.daybreak.project.Settings;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Metadata in a PostgreSQL database (or schema: {@code ?currentSchema=name}) of its own. Its lock is that of
 * {@link PostgresTransactions}. A connection that has rested is tried before it is handed out, so that one that
 * the server has closed is replaced by a new one; while the server is away, a statement waits for up to ten seconds.
 */
final class PostgresDatabase implements Database {
    /** The server's time in milliseconds since 1970. */
    static final String CLOCK = "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";

    private static final int MOST_CONNECTIONS = 16;
    private static final Duration AWAY = Duration.ofSeconds(10);
    /** A connection that was used within this time is there still, or breaks when it is used, as it may at any time. */
    private static final Duration REST = Duration.ofMillis(50);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);
    /** A process that lives uses the lock for moments; a machine that vanished must not hold it for longer than this. */
    private static final Duration BUSY = Duration.ofSeconds(60);

    private final String location;
    private final PGSimpleDataSource migrating;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    /** When connections to the server were given back, by {@link System#nanoTime}. */
    private final Map<Connection, Long> lastUsed = Collections.synchronizedMap(new WeakHashMap<>());

    private PostgresDatabase(Settings.Connection connection, Optional<String> environment) {
        this.location = location(connection);
        this.migrating = source(connection, environment);
        environment.ifPresent(name -> makeSchema());
        try {
            this.pool = new HikariDataSource(config(source(connection, environment)));
        } catch (PoolInitializationException e) {
            throw failure("reach", e);
        }
        this.jdbi = makeJdbi();
    }

    /** @throws DaybreakException with {@code UNREACHABLE} if no connection can be had */
    static PostgresDatabase open(Settings.Connection connection) {
        return new PostgresDatabase(connection, Optional.empty());
    }

    /** The store of an environment: a schema beside the one that the connection names, made if it is not there. */
    static PostgresDatabase open(Settings.Connection connection, String environment) {
        return new PostgresDatabase(connection, Optional.of(environment));
    }

    private void makeSchema() {
        try (Connection connection = migrating.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + migrating.getCurrentSchema());
        } catch (SQLException e) {
            throw failure("set up an environment in", e);
        }
    }

    /** The environments that have a store beside that of prod. */
    static List<String> environments(Settings.Connection connection) {
        PGSimpleDataSource source = source(connection, Optional.empty());
        String prefix = prefix(source);
        try (Connection open = source.getConnection();
                PreparedStatement statement = open.prepareStatement(
                        "SELECT nspname FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ?) ORDER BY nspname")) {
            statement.setString(1, prefix);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1).substring(prefix.length()));
                }
            }
            return names;
        } catch (SQLException e) {
            throw failure(location(connection), "reach", e);
        }
    }

    /** How the names of environments' schemas begin. */
    private static String prefix(PGSimpleDataSource source) {
        String usual = source.getCurrentSchema();
        return (usual == null || usual.equals("public") ? "" : usual + "_") + "env_";
    }

    /** Removes the store of an environment; nothing happens if there is none. */
    static void dropEnvironment(Settings.Connection connection, String environment) {
        PGSimpleDataSource source = source(connection, Optional.of(environment));
        try (Connection open = source.getConnection();
                Statement statement = open.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + source.getCurrentSchema() + " CASCADE");
        } catch (SQLException e) {
            throw failure(location(connection), "drop an environment of", e);
        }
    }

    private static PGSimpleDataSource source(Settings.Connection connection, Optional<String> environment) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("daybreak");
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        String url = connection.url();
        source.setUrl(url.startsWith("jdbc:") ? url : "jdbc:" + url);
        if (!connection.user().isEmpty()) {
            source.setUser(connection.user());
            source.setPassword(connection.password());
        }
        if (environment.isPresent()) {
            source.setCurrentSchema('"' + prefix(source) + environment.get() + '"');
        }
        return source;
    }

    private static HikariConfig config(PGSimpleDataSource source) {
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(2 * (int) BUSY.toSeconds());
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("daybreak-metadata");
        config.setDataSource(source);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(AWAY.toMillis());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // Rows come and go faster than statistics follow: a plan that was made for an empty table would read a full one
        // from end to end. Where no index serves, such a plan seems so dear that it would be compiled, for rows in the
        // tens.
        config.setConnectionInitSql(
                "SET lock_timeout = " + BUSY.toMillis() + "; SET idle_in_transaction_session_timeout = "
                        + BUSY.toMillis() + "; SET enable_seqscan = off; SET jit = off");
        return config;
    }

    /** Neither user nor parameters: there may be a password among them. */
    private static String location(Settings.Connection connection) {
        return connection
                .url()
                .replaceFirst("^jdbc:", "")
                .replaceFirst("\\?.*", "")
                .replaceFirst("//.*@", "//");
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public <R, X extends Exception> R inTransaction(String topic, boolean isLight, HandleCallback<R, X> callback)
            throws X {
        return jdbi.withHandle(handle -> {
            if (handle.isInTransaction()) {
                return callback.withHandle(handle);
            }
            handle.define(Store.TOPIC, topic);
            try {
                return handle.inTransaction(callback);
            } finally {
                handle.define(Store.TOPIC, Store.WHOLE_STORE);
            }
        });
    }

    private Jdbi makeJdbi() {
        Jdbi made = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() throws SQLException {
                awaitPlace();
                boolean isOpened = false;
                try {
                    Connection connection = openFromPool();
                    isOpened = true;
                    return connection;
                } finally {
                    if (!isOpened) {
                        places.release();
                    }
                }
            }

            @Override
            public void closeConnection(Connection connection) throws SQLException {
                try (connection) {
                    if (!connection.isClosed()) {
                        lastUsed.put(connection.unwrap(Connection.class), System.nanoTime());
                    }
                } finally {
                    places.release();
                }
            }
        });
        made.setTransactionHandler(new PostgresTransactions());
        made.registerArgument(new Text());
        return made;
    }

    /** Whoever gives a connection back to a pool that others wait for yields the processor until one of them has it, which costs more than the wait. */
    private void awaitPlace() throws SQLException {
        try {
            // An interrupted thread gets a free one all the same.
            if (!places.tryAcquire() && !places.tryAcquire(AWAY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "all " + MOST_CONNECTIONS + " connections were in use for " + AWAY.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", e);
        }
    }

    private Connection openFromPool() throws SQLException {
        Connection connection = pool.getConnection();
        while (!isOpen(connection)) {
            pool.evictConnection(connection);
            connection.close();
            connection = pool.getConnection();
        }
        return connection;
    }

    /** Asks the server if the connection has rested for a while: at each use, that would take as long as a statement. */
    private boolean isOpen(Connection connection) throws SQLException {
        Long used = lastUsed.get(connection.unwrap(Connection.class));
        return (used != null && System.nanoTime() - used < REST.toNanos())
                || connection.isValid((int) TO_ANSWER.toSeconds());
    }

    /** PostgreSQL has no word for the character 0, which may be in the message of an error. */
    private static final class Text extends AbstractArgumentFactory<String> {
        Text() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String text, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, text.replace('\0', '\uFFFD'));
        }
    }

    @Override
    public DataSource migrationSource() {
        return migrating;
    }

    @Override
    public String tableQuery() {
        return "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = :table";
    }

    @Override
    public String clockQuery() {
        return "SELECT " + CLOCK;
    }

    @Override
    public List<Long> tokens(Handle handle, int count) {
        return handle.createQuery("SELECT nextval('fencing_token') FROM generate_series(1, :count)")
                .bind("count", count)
                .mapTo(Long.class)
                .list();
    }

    @Override
    public void raiseTokens(Handle handle, long token) {
        handle.createQuery("SELECT setval('fencing_token', GREATEST(last_value, :token)) FROM fencing_token")
                .bind("token", token)
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void whileLocked(Runnable migration) {
        try (Connection connection = migrating.getConnection();
                Statement statement = connection.createStatement()) {
            // Until the connection is closed.
            statement.execute("SELECT pg_advisory_lock(hashtext('daybreak migrates'))");
            requireThatTablesMayBeCreated(statement);
            migration.run();
        } catch (SQLException e) {
            throw failure("lock", e);
        }
    }

    /** Flyway would find out too, but tries ten times. */
    private void requireThatTablesMayBeCreated(Statement statement) throws SQLException {
        try (ResultSet here = statement.executeQuery(
                """
                SELECT current_schema(), current_user, has_schema_privilege(current_schema(), 'CREATE')
                """)) {
            here.next();
            String schema = here.getString(1);
            if (schema == null || !here.getBoolean(3)) {
                throw new DaybreakException(
                        ErrorCode.OUT_OF_RESOURCES,
                        "Cannot set up the metadata store '" + location + "': "
                                + (schema == null
                                        ? "its schema does not exist."
                                        : "user '" + here.getString(2) + "' may not create tables in schema '" + schema
                                                + "'."),
                        schema == null
                                ? "Create the schema, or correct 'currentSchema' in the url under 'metadata' in daybreak.yaml."
                                : "Let the user create tables there, or give the store a database of the user's own.");
            }
        }
    }

    @Override
    public DaybreakException failure(String what, Exception cause) {
        return failure(location, what, cause);
    }

    private static DaybreakException failure(String location, String what, Exception cause) {
        String state = sqlState(cause);
        boolean isThere = !what.equals("reach") && !state.startsWith("08") && !state.startsWith("57P");
        return new DaybreakException(
                isThere ? ErrorCode.OUT_OF_RESOURCES : ErrorCode.UNREACHABLE,
                "Cannot " + what + " the metadata store '" + location + "': " + Database.rootMessage(cause) + ".",
                mend(state),
                cause);
    }

    private static String sqlState(Throwable cause) {
        String state = "";
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SQLException failure && failure.getSQLState() != null) {
                state = failure.getSQLState();
            }
        }
        return state;
    }

    private static String mend(String state) {
        String settings = " under 'metadata' in daybreak.yaml";
        if (state.startsWith("28")) {
            return "Correct user and password" + settings + ".";
        }
        if (state.equals("3D000")) {
            return "Create the database, or correct the url" + settings + ".";
        }
        if (state.equals("53300")) {
            return "Let the server have more connections (max_connections).";
        }
        return "Check that the server runs and can be reached from here, and that url, user and password" + settings
                + " are right.";
    }

    @Override
    public void close() {
        pool.close();
    }
}
