package dev.daybreak.lake;

import dev.daybreak.project.lake.CatalogDatabase;
import dev.daybreak.project.lake.LakePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Opens the catalog, which several processes may use at once: tables in a SQLite file of the lake's folder, whose lock writers queue on while
 * the write-ahead log lets readers go on; or in a PostgreSQL database, for several machines. A file that is there already goes before a database.
 */
final class CatalogTables {
    static final String NAME = "catalog.db";
    static final String WAREHOUSE = "warehouse";
    /** The catalog's name in its own tables. */
    static final String CATALOG = "daybreak";

    private static final String DATABASE_CONNECTIONS = "4";
    private static final int TRIES = 8;

    private CatalogTables() {}

    /** @param pool null for the usual one */
    static LakeCatalog open(LakePlace place, Storage storage, Function<Map<String, String>, JdbcClientPool> pool) {
        if (place.warehouse().isEmpty() && database(place).isEmpty()) {
            LakeHome.require(place.folder());
        }
        return open(place.folder(), properties(place, storage), () -> new LakeCatalog(storage.io(), pool));
    }

    /** @param making makes the catalog, not initialized; called once for each try */
    static <C extends JdbcCatalog> C open(Path folder, Map<String, String> properties, Supplier<C> making) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            C catalog = making.get();
            try {
                catalog.initialize(CATALOG, properties);
                return catalog;
            } catch (RuntimeException e) {
                catalog.close();
                last = e;
                if (!isRace(e)) {
                    break;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20L << i));
            }
        }
        throw last;
    }

    /** Two processes that open a new lake at once both try to make its tables and to switch its journal; one may lose. */
    private static boolean isRace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("already exists")
                    || message.contains("duplicate column")
                    || message.contains("duplicate key")
                    || message.contains("SQLITE_BUSY")
                    || message.contains("SQLITE_LOCKED")) {
                return true;
            }
        }
        return false;
    }

    /** The database that keeps the catalog of a lake; empty: a file. */
    static Optional<CatalogDatabase> database(LakePlace place) {
        return place.database().filter(found -> !Files.exists(place.folder().resolve(NAME)));
    }

    static Map<String, String> properties(LakePlace place, Storage storage) {
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, storage.warehouse());
        properties.put("jdbc.schema-version", "V1");
        Optional<CatalogDatabase> database = database(place);
        if (database.isPresent()) {
            properties.put(CatalogProperties.URI, database.get().url());
            properties.put(CatalogProperties.CLIENT_POOL_SIZE, DATABASE_CONNECTIONS);
            if (!database.get().user().isEmpty()) {
                properties.put("jdbc.user", database.get().user());
                properties.put("jdbc.password", database.get().password());
            }
            properties.put("jdbc.tcpKeepAlive", "true");
            return properties;
        }
        properties.put(CatalogProperties.URI, "jdbc:sqlite:" + place.folder().resolve(NAME));
        properties.put(CatalogProperties.CLIENT_POOL_SIZE, "1");
        properties.put("jdbc.busy_timeout", "60000");
        properties.put("jdbc.journal_mode", "WAL");
        properties.put("jdbc.synchronous", "NORMAL");
        return properties;
    }
}
