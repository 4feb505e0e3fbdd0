package dev.daybreak.orchestration.store;

import dev.daybreak.project.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL server, started once for all tests of this process, with a database for every folder that asks for one. Those of stores are used
 * again once their folder is gone: a database is a thousand files, and making and removing them took longer than many a test.
 */
public final class TestPostgres {
    /** The database of which those of stores are copies. */
    private static final String NEWEST = "newest";

    private static final String TABLES =
            "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'";

    private static final String OTHER_SCHEMAS =
            """
            SELECT COALESCE(string_agg('DROP SCHEMA ' || quote_ident(nspname) || ' CASCADE', '; '), '')
            FROM pg_namespace
            WHERE nspname NOT IN ('public', 'seed', 'information_schema') AND NOT starts_with(nspname, 'pg_')
            """;

    private static final Map<Path, Database> DATABASES = new HashMap<>();
    private static EmbeddedPostgres server;
    private static String tables;
    private static int made;

    private TestPostgres() {}

    /**
     * @param above the folder that was there when it was asked for
     * @param isStore whether it began as a copy of {@link #NEWEST}
     */
    private record Database(String name, Path above, boolean isStore) {}

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("autovacuum", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** The database of a folder, the same at every call; empty at the first. */
    public static synchronized Settings.Connection database(Path folder) {
        return database(folder, false);
    }

    /** The same; at the first call it is a store without rows, since bringing each up to date by itself would take much longer. */
    static synchronized Settings.Connection store(Path folder) {
        return database(folder, true);
    }

    private static Settings.Connection database(Path folder, boolean isStore) {
        Path whole = folder.toAbsolutePath();
        Database known = DATABASES.get(whole);
        if (known == null) {
            Optional<String> used = isStore ? usedBefore() : Optional.empty();
            known = new Database(used.orElseGet(() -> make(isStore)), existing(whole), isStore);
            DATABASES.put(whole, known);
        }
        return connection(known.name());
    }

    private static Path existing(Path folder) {
        Path above = folder;
        while (!Files.exists(above)) {
            above = above.getParent();
        }
        return above;
    }

    private static String make(boolean isStore) {
        try {
            if (isStore && tables == null) {
                run("postgres", "CREATE DATABASE " + NEWEST);
                Store.open(connection(NEWEST)).close();
                try (Connection connection =
                                server().getDatabase("postgres", NEWEST).getConnection();
                        Statement statement = connection.createStatement()) {
                    tables = text(statement, TABLES);
                    statement.execute(seeds());
                }
            }
            String name = "t" + made++;
            run("postgres", "CREATE DATABASE " + name + (isStore ? " TEMPLATE " + NEWEST : ""));
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps aside the rows that a new store has. */
    private static String seeds() {
        StringBuilder all = new StringBuilder("CREATE SCHEMA seed;");
        for (String table : tables.split(" ")) {
            all.append("CREATE TABLE seed.%1$s AS SELECT * FROM public.%1$s;".formatted(table));
        }
        return all.toString();
    }

    /** A store whose folder is gone, as it was when it was new; none if there is none, or it is not what it was. */
    private static Optional<String> usedBefore() {
        for (Iterator<Database> all = DATABASES.values().iterator(); all.hasNext(); ) {
            Database database = all.next();
            if (database.isStore() && !Files.exists(database.above())) {
                all.remove();
                if (isEmptied(database.name())) {
                    return Optional.of(database.name());
                }
            }
        }
        return Optional.empty();
    }

    /** False for one to which something was done that emptying does not undo. */
    private static boolean isEmptied(String database) {
        try {
            return emptied(database);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean emptied(String database) throws SQLException {
        run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
        try (Connection connection = server().getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            if (!tables.equals(text(statement, TABLES))) {
                return false;
            }
            statement.execute(emptying(text(statement, filled())) + text(statement, OTHER_SCHEMAS));
            return true;
        }
    }

    /** A query for the tables that have rows. */
    private static String filled() {
        return Stream.of(tables.split(" "))
                .map("SELECT '%1$s' AS name WHERE EXISTS (SELECT 1 FROM public.%1$s)"::formatted)
                .collect(Collectors.joining(" UNION ALL ", "SELECT string_agg(name, ' ') FROM (", ") AS filled"));
    }

    /** All rows go, by one statement since tables refer to each other; then those of a new store come back. */
    private static String emptying(String filled) {
        StringBuilder all =
                new StringBuilder("TRUNCATE ").append(filled.replace(" ", ", ")).append(" CASCADE;");
        for (String table : tables.split(" ")) {
            all.append("INSERT INTO public.%1$s SELECT * FROM seed.%1$s;".formatted(table));
        }
        return all.toString();
    }

    private static void run(String database, String statements) throws SQLException {
        try (Connection connection = server().getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Settings.Connection connection(String database) {
        return new Settings.Connection(
                "metadata", "postgresql://localhost:" + server().getPort() + "/" + database, "postgres", "postgres");
    }
}
