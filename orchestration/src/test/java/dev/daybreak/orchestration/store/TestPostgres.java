package dev.daybreak.orchestration.store;

import dev.daybreak.project.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A PostgreSQL server, started once for all tests of this process, with a database for every folder that asks for one. */
public final class TestPostgres {
    private static EmbeddedPostgres server;

    private TestPostgres() {}

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** The database of a folder, the same at every call; empty at the first. */
    public static synchronized Settings.Connection database(Path folder) {
        String name = "t"
                + UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet known = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (known.next()) {
                    return connection(name);
                }
            }
            statement.execute("CREATE DATABASE " + name);
            return connection(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Settings.Connection connection(String database) {
        return new Settings.Connection(
                "metadata", "postgresql://localhost:" + server().getPort() + "/" + database, "postgres", "postgres");
    }
}
