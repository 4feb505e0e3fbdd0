package dev.daybreak.lake;

import dev.daybreak.project.lake.CatalogDatabase;
import dev.daybreak.project.lake.LakePlace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the lakes of a test class have their catalogs in PostgreSQL, each in a database of its own. */
final class OnPostgres implements BeforeAllCallback, AfterAllCallback {
    private static EmbeddedPostgres server;

    private static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.start();
        }
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Lakes.standOn(folder -> new LakePlace(folder, Optional.empty(), Optional.of(database(folder))));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Lakes.standOnFolders();
    }

    private static CatalogDatabase database(Path folder) {
        String name = "t"
                + UUID.nameUUIDFromBytes(folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet known = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (!known.next()) {
                    statement.execute("CREATE DATABASE " + name);
                }
            }
            return new CatalogDatabase(
                    "jdbc:postgresql://localhost:" + server().getPort() + "/" + name, "postgres", "postgres");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
