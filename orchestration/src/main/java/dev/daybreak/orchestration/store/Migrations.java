package dev.daybreak.orchestration.store;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Brings a store to the newest form that this program knows. Flyway is loaded only if there is something to do. */
final class Migrations {
    private static final String FOLDER = "db/migration";
    private static final Pattern FILE = Pattern.compile("V(\\d+)__[a-z_]+\\.sql");

    private final Database database;
    private final Jdbi jdbi;

    Migrations(Database database, Jdbi jdbi) {
        this.database = database;
        this.jdbi = jdbi;
    }

    void bringUpToDate() {
        SortedSet<Integer> known = known();
        if (!refuseNewer(applied(), known).containsAll(known)) {
            database.whileLocked(() -> {
                if (!refuseNewer(applied(), known).containsAll(known)) {
                    FlywayMigration.migrate(database.migrationSource(), "classpath:" + FOLDER);
                }
            });
        }
    }

    private SortedSet<Integer> refuseNewer(SortedSet<Integer> applied, SortedSet<Integer> known) {
        if (!applied.isEmpty() && applied.last() > known.last()) {
            throw new DaybreakException(
                    ErrorCode.NEWER_PROJECT,
                    "Cannot open the metadata store '" + database.location() + "': it has version " + applied.last()
                            + ", and this program knows versions up to " + known.last() + ".",
                    "Use the newer version of Daybreak that wrote it. Nothing was changed.");
        }
        return applied;
    }

    private SortedSet<Integer> applied() {
        try {
            return jdbi.withHandle(Migrations::applied);
        } catch (JdbiException | SQLException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot open the metadata store '" + database.location() + "': " + rootMessage(e) + ".",
                    "Check that the file is a readable SQLite database and its folder is writable.",
                    e);
        }
    }

    private static SortedSet<Integer> applied(Handle handle) throws SQLException {
        try (ResultSet tables =
                handle.getConnection().getMetaData().getTables(null, null, "flyway_schema_history", null)) {
            if (!tables.next()) {
                return new TreeSet<>();
            }
        }
        List<String> versions = handle.createQuery(
                        """
                        SELECT version
                        FROM flyway_schema_history
                        WHERE success AND version IS NOT NULL
                        """)
                .mapTo(String.class)
                .list();
        SortedSet<Integer> applied = new TreeSet<>();
        versions.forEach(version -> applied.add(Integer.valueOf(version)));
        return applied;
    }

    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** The versions of the files in the folder of migrations, which may lie in a jar. */
    static SortedSet<Integer> known() {
        URL first = Migrations.class.getClassLoader().getResource(FOLDER + "/V1__runs.sql");
        if (first == null) {
            throw new IllegalStateException("The program is incomplete: no " + FOLDER + "/V1__runs.sql");
        }
        SortedSet<Integer> versions = new TreeSet<>();
        for (String name : names(first)) {
            Matcher matcher = FILE.matcher(name);
            if (matcher.matches()) {
                versions.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return versions;
    }

    private static List<String> names(URL first) {
        try {
            if (first.openConnection() instanceof JarURLConnection jar) {
                return jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(FOLDER + "/"))
                        .map(name -> name.substring(FOLDER.length() + 1))
                        .toList();
            }
            Path folder = Path.of(new URI(first.toString())).getParent();
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Invalid place of the program: " + first, e);
        }
    }
}
