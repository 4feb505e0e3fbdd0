package dev.daybreak.ingestion.database;

import dev.daybreak.project.Settings;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database outside the project, and how to speak of it without telling a password. Thread-safe. */
public final class OutsideDatabase {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String CONNECT_SECONDS = "10";
    private static final int QUERY_SECONDS = 10;
    private static final Pattern SERVER = Pattern.compile("jdbc:[a-z]+://([^/?]*).*");

    private final Settings.Connection settings;
    private final Path root;

    /** @param root what a SQLite file's path may be relative to */
    public OutsideDatabase(Settings.Connection settings, Path root) {
        this.settings = settings;
        this.root = root;
    }

    /** A connection for reading one consistent state, row by row. The caller closes it. */
    Connection open() throws SQLException {
        Connection connection = connect();
        if (isPostgres()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        return connection;
    }

    private Connection connect() throws SQLException {
        Optional<Path> file = sqliteFile();
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            // The driver would make an empty database there. The state is that of a connection that cannot be had.
            throw new SQLException("the file does not exist", "08001");
        }
        Properties properties = new Properties();
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
        }
        if (!settings.password().isEmpty()) {
            properties.setProperty("password", settings.password());
        }
        if (isPostgres()) {
            properties.setProperty("connectTimeout", CONNECT_SECONDS);
            properties.setProperty("ApplicationName", "daybreak");
        }
        String url = file.map(path -> SQLITE + path).orElse(settings.url());
        return DriverManager.getConnection(url, properties);
    }

    /**
     * Runs a statement, committed at once.
     *
     * @param running told how to stop it, before it begins
     * @return how many rows it changed
     * @throws DaybreakException {@code UNREACHABLE} if no connection can be had, {@code QUERY_FAILED} if it cannot be run
     */
    public long execute(String sql, Consumer<Runnable> running) {
        try (Connection connection = connect()) {
            try (Statement statement = connection.createStatement()) {
                running.accept(() -> cancel(statement));
                return statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount());
            } catch (SQLException e) {
                throw new DaybreakException(
                        ErrorCode.QUERY_FAILED,
                        "Cannot run a statement in database '" + settings.name() + "': " + masked(e.getMessage()) + ".",
                        "Mend the statement, or give its user the right to it.",
                        e);
            }
        } catch (SQLException e) {
            throw new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot connect to database '" + settings.name() + "' at " + where() + ": " + masked(e.getMessage())
                            + ".",
                    "See that it is up, and that the connection in daybreak.yaml is right.",
                    e);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException ignored) {
            // It is over.
        }
    }

    /**
     * Whether a query yields a row, asked within 10 seconds.
     *
     * @throws SQLException if it cannot be asked; see {@link #masked}
     */
    public boolean hasRow(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_SECONDS);
            statement.setMaxRows(1);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return rows.next();
            }
        }
    }

    private boolean isPostgres() {
        return settings.url().startsWith("jdbc:postgresql:");
    }

    /** The file of a SQLite database; empty for databases behind a server. */
    Optional<Path> sqliteFile() {
        if (!settings.url().startsWith(SQLITE)) {
            return Optional.empty();
        }
        String path = settings.url().substring(SQLITE.length());
        int options = path.indexOf('?');
        return Optional.of(root.resolve(options < 0 ? path : path.substring(0, options)));
    }

    /** The file or server, in quotes. */
    String where() {
        Optional<Path> file = sqliteFile();
        if (file.isPresent()) {
            return "'" + file.get() + "'";
        }
        Matcher server = SERVER.matcher(settings.url());
        return server.matches() ? "'" + server.group(1).replaceAll(".*@", "") + "'" : "its url";
    }

    /** A message of a driver in one line, without the password and without a full stop. */
    public String masked(String text) {
        String line =
                String.valueOf(text).strip().replaceAll("\\s*\\n\\s*", "; ").replaceAll("\\.$", "");
        return settings.password().isEmpty() ? line : line.replace(settings.password(), "***");
    }
}
