package dev.daybreak.lake;

import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.view.ViewOperations;

/** Iceberg's catalog in a database, with what it keeps from its callers. Thread-safe. */
final class LakeCatalog extends JdbcCatalog {
    /** @param pool null for the usual one */
    LakeCatalog(FileIO io, Function<Map<String, String>, JdbcClientPool> pool) {
        super(properties -> io, pool, true);
    }

    /** What commits to a view that may not be there yet; its current metadata is null then. */
    ViewOperations operations(TableIdentifier view) {
        return newViewOps(view);
    }

    /** Where the metadata of a view lies. */
    String location(TableIdentifier view) {
        return defaultWarehouseLocation(view);
    }
}
