package dev.daybreak.lake;

import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.lake.LakePlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedInterruptedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The lake's catalog as Iceberg's own interface, for those who serve it to other programs: the same tables that {@link Lake} has, and
 * views and namespaces. What is changed here and what runs publish meet in the same rows, each replaced only if nobody replaced it before.
 * Other than the lake, it gives each table that it makes a folder that no other had. A namespace is there as soon as something is in it, as it
 * is in the lake. Thread-safe.
 */
public final class SharedCatalog extends JdbcCatalog {
    /** So that reads go on while a writer waits for its turn. */
    private static final int CONNECTIONS = 4;

    private final Storage storage;
    private final PoolKeeper pool;

    /** The pool that the catalog is given, which it does not hand out. */
    private static final class PoolKeeper {
        private JdbcClientPool pool;

        synchronized JdbcClientPool make(Map<String, String> properties) {
            pool = new JdbcClientPool(properties.get(CatalogProperties.URI), properties);
            return pool;
        }

        synchronized JdbcClientPool pool() {
            return pool;
        }
    }

    private SharedCatalog(Storage storage, PoolKeeper pool) {
        super(properties -> storage.io(), pool::make, true);
        this.storage = storage;
        this.pool = pool;
    }

    /**
     * Opens or makes the catalog of a lake.
     *
     * @param place the lake's
     */
    public static SharedCatalog open(LakePlace place) {
        return Failures.told("open the catalog", place.folder(), () -> {
            Storage storage = ObjectStorage.of(place, Patience.USUAL);
            Map<String, String> properties = CatalogTables.properties(place, storage);
            properties.put(CatalogProperties.CLIENT_POOL_SIZE, Integer.toString(CONNECTIONS));
            properties.put(CatalogProperties.UNIQUE_TABLE_LOCATION, "true");
            SharedCatalog catalog =
                    CatalogTables.open(place.folder(), properties, () -> new SharedCatalog(storage, new PoolKeeper()));
            catalog.makeReceipts();
            return catalog;
        });
    }

    private void makeReceipts() {
        try {
            Receipts.prepare(this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The location under which tables lie whose makers name no other. */
    public String warehouse() {
        return storage.warehouse();
    }

    /** Whether tables of this catalog can have a location: an absolute path of this machine, or one in the store that it has. */
    public boolean canHold(String location) {
        return storage.canHold(location);
    }

    /** Whether a location lies in the warehouse. */
    public boolean holds(String location) {
        return canHold(location) && isIn(warehouse(), location);
    }

    /**
     * Drops a table and deletes the files that its metadata names, as far as they lie in the table's own folder; none if another table or view
     * lies there too, as one does that was registered from its metadata. False if there is no such table.
     */
    public boolean purge(TableIdentifier table) {
        TableMetadata metadata = operations(table).current();
        if (metadata == null || !dropTable(table, false)) {
            return false;
        }
        String own = metadata.location();
        if (isFree(own)) {
            CatalogUtil.dropTableData(new ConfinedFiles(storage.io(), location -> isIn(own, location)), metadata);
        }
        return true;
    }

    private boolean isFree(String own) {
        return connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                            SELECT metadata_location
                            FROM iceberg_tables
                            WHERE REPLACE(metadata_location, ?, '') <> metadata_location
                            """)) {
                statement.setString(1, storage.normalized(own) + "/");
                try (ResultSet rows = statement.executeQuery()) {
                    return !rows.next();
                }
            }
        });
    }

    /** Whether a location lies in a folder; other writers put schemes before local paths. */
    private boolean isIn(String folder, String location) {
        return storage.normalized(location).startsWith(storage.normalized(folder) + "/");
    }

    @Override
    public void close() {
        super.close();
        storage.close();
    }

    /** What commits to a table that may not be there yet; its current metadata is null then. */
    public TableOperations operations(TableIdentifier table) {
        return newTableOps(table);
    }

    /**
     * Writes a table's next metadata to a file that is not its current one until it is {@link #move moved} there.
     *
     * @param base what it follows on; null: the table is new
     * @return where it lies
     */
    public String write(TableIdentifier table, TableMetadata base, TableMetadata next) {
        TableOperations operations = operations(table);
        String location = operations.temp(next).metadataFileLocation(fileName(base, next));
        TableMetadataParser.write(next, operations.io().newOutputFile(location));
        return location;
    }

    /** As Iceberg's own catalogs name it: a number that grows, and something that is in no other name. */
    private static String fileName(TableMetadata base, TableMetadata next) {
        String codec =
                next.property(TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT);
        return String.format(
                Locale.ROOT,
                "%05d-%s%s",
                base == null ? 0 : version(base.metadataFileLocation()) + 1,
                UUID.randomUUID(),
                TableMetadataParser.getFileExtension(codec));
    }

    private static int version(String location) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        int end = name.indexOf('-');
        try {
            return end < 0 ? -1 : Integer.parseInt(name.substring(0, end));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Answers that were given, by the keys of their requests. */
    public Receipts receipts() {
        return new Receipts(this);
    }

    /**
     * Makes other metadata files the current ones of their tables, of all or of none, in one transaction of the database.
     *
     * @param receipt kept in the same transaction
     * @throws org.apache.iceberg.exceptions.CommitFailedException if a table has another file by now than the move says
     * @throws org.apache.iceberg.exceptions.AlreadyExistsException if there is a table or view by the name of a new one
     * @throws org.apache.iceberg.exceptions.CommitStateUnknownException if it cannot be known whether it was done
     */
    public void move(List<MetadataMove> moves, Optional<Receipt> receipt) {
        if (moves.isEmpty() && receipt.isEmpty()) {
            return;
        }
        connected(connection -> {
            new MetadataMoves(connection, CatalogTables.CATALOG).run(moves, receipt);
            return true;
        });
    }

    /** What is done with a connection. */
    interface Statement<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Nothing is ever repeated by itself: a broken connection may have done its work. */
    <T> T connected(Statement<T> statement) {
        try {
            return pool.pool().run(statement::run, false);
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Catalog failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedInterruptedException(e, "Interrupted while waiting for the catalog");
        }
    }
}
