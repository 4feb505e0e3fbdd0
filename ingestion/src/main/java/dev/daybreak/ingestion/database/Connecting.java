package dev.daybreak.ingestion.database;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Opens the database of a source, and tells failures without a password in them. */
final class Connecting {
    private final SourceAsset source;
    private final SourceAsset.Database origin;
    private final Settings.Connection settings;
    private final OutsideDatabase database;

    Connecting(SourceAsset source, Settings project, Path root) {
        this.source = source;
        this.origin = (SourceAsset.Database) source.reads();
        this.settings = project.connections().get(origin.connection());
        if (settings == null) {
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Missing connection '" + origin.connection() + "' of source '" + source.key() + "'; there are "
                            + project.connections().keySet() + ".",
                    source.about().written().value("database.connection"),
                    "Write it under 'connections' of daybreak.yaml.",
                    null);
        }
        this.database = new OutsideDatabase(settings, root);
    }

    /** A connection for reading one consistent state, row by row. The caller closes it. */
    Connection open() {
        try {
            return database.open();
        } catch (SQLException e) {
            throw unreachable(e.getMessage(), e);
        }
    }

    /** The file of a SQLite database; empty for databases behind a server. */
    Optional<Path> sqliteFile() {
        return database.sqliteFile();
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
                "Cannot read '" + name() + "' for '" + source.key() + "' at " + database.where() + ": "
                        + database.masked(cause.getMessage()) + ".",
                source.about().written().value("database"),
                "Correct the table, query or cursor of the source. Nothing was published; readers keep what they had.",
                cause);
    }

    private DaybreakException unreachable(String why, SQLException cause) {
        return new DaybreakException(
                ErrorCode.UNREACHABLE,
                "Cannot reach database '" + settings.name() + "' at " + database.where() + " for '" + source.key()
                        + "': " + database.masked(why) + ".",
                source.about().written().value("database.connection"),
                "Check that it runs and that url, user and password of the connection are right."
                        + " Nothing was published; readers keep what they had.",
                cause);
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
                    source.about().written().value("database.cursor"),
                    "Add the cursor under 'columns'.",
                    null);
        }
    }
}
