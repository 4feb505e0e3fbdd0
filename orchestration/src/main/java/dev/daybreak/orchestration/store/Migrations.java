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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Brings a store to the newest form that this program knows. Flyway is loaded only if there is something to do.
 *
 * <p>What every database takes is in {@code db/migration}, what only one does in a folder beside it with the name of its
 * {@link Database#dialect}. A version is in one of the two.
 */
final class Migrations {
    private static final String COMMON = "db/migration";
    private static final Pattern FILE = Pattern.compile("V(\\d+)__[a-z_]+\\.sql");

    private final Database database;
    private final Jdbi jdbi;

    Migrations(Database database, Jdbi jdbi) {
        this.database = database;
        this.jdbi = jdbi;
    }

    void bringUpToDate() {
        SortedSet<Integer> known = known(database.dialect());
        if (!refuseNewer(applied(), known).containsAll(known)) {
            database.whileLocked(() -> {
                if (!refuseNewer(applied(), known).containsAll(known)) {
                    FlywayMigration.migrate(
                            database, "classpath:" + COMMON, "classpath:" + dialectFolder(database.dialect()));
                }
            });
        }
    }

    /** Whether every version that this program knows is there, and no other. */
    boolean isUpToDate() {
        return applied().equals(known(database.dialect()));
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
            return jdbi.withHandle(this::applied);
        } catch (JdbiException e) {
            throw database.failure("open", e);
        }
    }

    private SortedSet<Integer> applied(Handle handle) {
        int tables = handle.createQuery(database.tableQuery())
                .bind("table", "flyway_schema_history")
                .mapTo(Integer.class)
                .one();
        if (tables == 0) {
            return new TreeSet<>();
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

    /** The versions of the files in the folders of migrations, which may lie in a jar. */
    static SortedSet<Integer> known(String dialect) {
        SortedSet<Integer> versions = new TreeSet<>();
        addVersions(COMMON, "V1__runs.sql", versions);
        addVersions(dialectFolder(dialect), "V3__registry.sql", versions);
        return versions;
    }

    private static String dialectFolder(String dialect) {
        return "db/" + dialect;
    }

    private static void addVersions(String folder, String first, SortedSet<Integer> versions) {
        URL file = Migrations.class.getClassLoader().getResource(folder + "/" + first);
        if (file == null) {
            throw new IllegalStateException("The program is incomplete: no " + folder + "/" + first);
        }
        for (String name : names(folder, file)) {
            Matcher matcher = FILE.matcher(name);
            if (matcher.matches()) {
                versions.add(Integer.valueOf(matcher.group(1)));
            }
        }
    }

    private static List<String> names(String folder, URL first) {
        try {
            if (first.openConnection() instanceof JarURLConnection jar) {
                return jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(folder + "/"))
                        .map(name -> name.substring(folder.length() + 1))
                        .toList();
            }
            Path directory = Path.of(new URI(first.toString())).getParent();
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Invalid place of the program: " + first, e);
        }
    }
}
