package dev.daybreak.ingestion.database;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the database of a source, and tells failures without a password in them. */
final class Connecting {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String CONNECT_SECONDS = "10";
    private static final Pattern SERVER = Pattern.compile("jdbc:[a-z]+://([^/?]*).*");

    private final SourceAsset source;
    private final SourceAsset.Database origin;
    private final Settings.Connection settings;
    private final Path root;

    Connecting(SourceAsset source, Settings project, Path root) {
        this.source = source;
        this.origin = (SourceAsset.Database) source.reads();
        this.root = root;
        this.settings = project.connections().get(origin.connection());
        if (settings == null) {
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Missing connection '" + origin.connection() + "' of source '" + source.key() + "'; there are "
                            + project.connections().keySet() + ".",
                    source.about().place(),
                    "Write it under 'connections' of daybreak.yaml.",
                    null);
        }
    }

    /** A connection for reading one consistent state, row by row. The caller closes it. */
    Connection open() {
        Optional<Path> file = sqliteFile();
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            // The driver would make an empty database there.
            throw unreachable("the file does not exist", null);
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
        try {
            Connection connection = DriverManager.getConnection(url, properties);
            if (isPostgres()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            return connection;
        } catch (SQLException e) {
            throw unreachable(e.getMessage(), e);
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

    /** What is read, for people and as the file of bad records: {@code connection.table}. */
    String name() {
        return origin.connection() + "." + (origin.table() == null ? "query" : origin.table());
    }

    DaybreakException failure(SQLException cause) {
        if (cause.getSQLState() != null && cause.getSQLState().startsWith("08")) {
            return unreachable(cause.getMessage(), cause);
        }
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read '" + name() + "' for '" + source.key() + "' at " + where() + ": "
                        + masked(cause.getMessage()) + ".",
                source.about().place(),
                "Correct the table, query or cursor of the source. Nothing was published; readers keep what they had.",
                cause);
    }

    private DaybreakException unreachable(String why, SQLException cause) {
        return new DaybreakException(
                ErrorCode.UNREACHABLE,
                "Cannot reach database '" + settings.name() + "' at " + where() + " for '" + source.key() + "': "
                        + masked(why) + ".",
                source.about().place(),
                "Check that it runs and that url, user and password of the connection are right."
                        + " Nothing was published; readers keep what they had.",
                cause);
    }

    private String where() {
        Optional<Path> file = sqliteFile();
        if (file.isPresent()) {
            return "'" + file.get() + "'";
        }
        Matcher server = SERVER.matcher(settings.url());
        return server.matches() ? "'" + server.group(1).replaceAll(".*@", "") + "'" : "its url";
    }

    private String masked(String text) {
        String line =
                String.valueOf(text).strip().replaceAll("\\s*\\n\\s*", "; ").replaceAll("\\.$", "");
        return settings.password().isEmpty() ? line : line.replace(settings.password(), "***");
    }

    /** Fails if the cursor is no column of the contract, by which rows at the last value are compared. */
    void requireCursorColumn() {
        if (origin.cursor() != null && source.columns().find(origin.cursor()).isEmpty()) {
            String near = NearestName.of(origin.cursor(), source.columns().names())
                    .map(name -> " Did you mean '" + name + "'?")
                    .orElse("");
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Missing column '" + origin.cursor() + "' in the contract of '" + source.key()
                            + "', which reads by it as a cursor; there are "
                            + source.columns().names() + "." + near,
                    source.about().place(),
                    "Add the cursor under 'columns'.",
                    null);
        }
    }
}
