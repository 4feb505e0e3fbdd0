package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.SpillFolder;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;

/**
 * The embedded engine: DuckDB inside this process, on one in-memory database that all sessions share. Thread-safe.
 *
 * <p>What SQL means here, so that another engine can be set to mean the same:
 * <ul>
 *   <li>nulls are smaller than every value: first in ascending order, last in descending. It is Spark's meaning, which Spark
 *       cannot be told to change;
 *   <li>{@code /} between integers is exact division (0.5 for 1/2); dividing by zero fails, floating point numbers too;
 *   <li>integer overflow and impossible casts fail; a sum of integers is computed in 128 bits and must fit 64;
 *   <li>rows without an ORDER BY come in the order of the files, so a query gives the same rows in the same order each time.
 * </ul>
 * Extensions are neither downloaded nor loaded, so nothing leaves the machine.
 */
public final class DuckDbEngine implements Engine {
    private static final AtomicBoolean IS_WARM = new AtomicBoolean();
    private static final List<String> SETTINGS = List.of(
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            "SET default_null_order = 'nulls_first_on_asc_last_on_desc'",
            "SET integer_division = false",
            "SET ieee_floating_point_ops = false",
            "SET preserve_insertion_order = true",
            "SET scalar_subquery_error_on_multiple_rows = true",
            "SET parquet_metadata_cache = false",
            "SET errors_as_json = true");

    private final DuckDBConnection root;
    private final DistinctFunctions functions;
    private final SpillFolder spill;
    private final AtomicLong opened = new AtomicLong();
    private final Set<DuckDbSession> sessions = ConcurrentHashMap.newKeySet();

    private DuckDbEngine(DuckDBConnection root, SpillFolder spill) {
        this.root = root;
        this.functions = new DistinctFunctions(root);
        this.spill = spill;
    }

    /**
     * What the engine may use.
     *
     * @param memoryBytes for all sessions together; what does not fit is spilled to disk. At least 64 MB
     * @param threads for all sessions together, at least 1
     * @param tempDirectory where data is spilled, into a folder of the engine's own that {@link #close} removes
     */
    public record Settings(long memoryBytes, int threads, Path tempDirectory) {
        private static final long LEAST_MEMORY = 64L << 20;

        public Settings {
            Objects.requireNonNull(tempDirectory, "tempDirectory");
            if (memoryBytes < LEAST_MEMORY) {
                throw new IllegalArgumentException("Invalid engine settings: memory is " + memoryBytes
                        + " bytes, but must be at least " + LEAST_MEMORY);
            }
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "Invalid engine settings: threads is " + threads + ", but must be at least 1");
            }
        }
    }

    /**
     * Loads DuckDB's native library on a thread of its own, so that an engine which is opened a little later need not wait for
     * it. Once it is loaded nothing is done.
     */
    public static void warmUp() {
        if (IS_WARM.getAndSet(true)) {
            return;
        }
        Thread thread = new Thread(DuckDbEngine::openAndClose, "daybreak-warm-up-engine");
        thread.setDaemon(true);
        thread.start();
    }

    private static void openAndClose() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            connection.isValid(1);
        } catch (SQLException | LinkageError ignored) {
            // Opening the engine says what is wrong, where somebody hears it.
        }
    }

    /** Starts the engine. */
    public static DuckDbEngine open(Settings settings) {
        try {
            SpillFolder spill = SpillFolder.open(settings.tempDirectory(), "duckdb");
            Properties properties = new Properties();
            properties.setProperty("jdbc_stream_results", "true");
            DuckDBConnection root =
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
            try (Statement statement = root.createStatement()) {
                statement.execute("SET memory_limit = '" + settings.memoryBytes() + "B'");
                statement.execute("SET threads = " + settings.threads());
                // Blocks that are kept need not be cleared by the system each time they are used; the rest is given
                // back.
                statement.execute("SET block_allocator_memory = '" + settings.memoryBytes() / 2 + "B'");
                statement.execute(
                        "SET temp_directory = " + Sql.text(spill.path().toString()));
                for (String setting : SETTINGS) {
                    statement.execute(setting);
                }
            }
            IcebergHash.register(root);
            JsonLinesFunction.register(root, settings.threads());
            PortableMacros.create(root);
            return new DuckDbEngine(root, spill);
        } catch (SQLException e) {
            throw new DaybreakException(ErrorCode.INTERNAL, "Cannot start DuckDB: " + DuckDbErrors.reason(e), "", e);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot start DuckDB: folder '" + settings.tempDirectory() + "' cannot be written: "
                            + e.getMessage(),
                    "Name another temporary directory, or mend its permissions.",
                    e);
        }
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public Session open(ZoneId zone) {
        try {
            if (root.isClosed()) {
                throw new IllegalStateException("Cannot open a session: the engine is closed.");
            }
            String catalog = "session_" + opened.incrementAndGet();
            DuckDBConnection connection = root.duplicate();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = " + Sql.text(zoneName(zone)));
                statement.execute("ATTACH ':memory:' AS " + catalog);
                statement.execute("SET search_path = '" + catalog + ",memory'");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            DuckDbSession session = new DuckDbSession(connection, catalog, zone, functions, sessions::remove);
            sessions.add(session);
            return session;
        } catch (SQLException e) {
            throw new DaybreakException(
                    ErrorCode.INTERNAL,
                    "Cannot open a session in zone '" + zone + "': " + DuckDbErrors.reason(e),
                    "Use a zone of the IANA database, such as Europe/Berlin.",
                    e);
        }
    }

    /** DuckDB knows the names of regions; a fixed offset, however it is written, needs a prefix. */
    private static String zoneName(ZoneId zone) {
        ZoneId normal = zone.normalized();
        if (normal.equals(ZoneOffset.UTC)) {
            return "UTC";
        }
        return normal instanceof ZoneOffset ? "GMT" + normal.getId() : zone.getId();
    }

    @Override
    public void close() {
        for (DuckDbSession session : sessions) {
            session.cancel();
            session.close();
        }
        try {
            root.close();
            spill.close();
        } catch (SQLException e) {
            throw new DaybreakException(ErrorCode.INTERNAL, "Cannot stop DuckDB: " + DuckDbErrors.reason(e), "", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the temporary directory '" + spill.path() + "'", e);
        }
    }
}
