package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileInfo;

/**
 * A table whose current metadata file is gone or damaged. Each change of a table writes a new such file and keeps some of those before, so
 * that the newest that can be read holds the table as it was one change earlier.
 */
final class MetadataRepair {
    private static final String ENDING = ".metadata.json";

    private final LakePlace place;
    private final Storage storage;
    private final AssetKey key;

    /** @param place the lake's */
    MetadataRepair(LakePlace place, Storage storage, AssetKey key) {
        this.place = place;
        this.storage = storage;
        this.key = key;
    }

    /** Where the catalog points for a table. */
    private Optional<String> pointer(SharedCatalog catalog) {
        return catalog.connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    SELECT metadata_location
                    FROM iceberg_tables
                    WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?
                    """)) {
                statement.setString(1, CatalogTables.CATALOG);
                statement.setString(2, key.namespace());
                statement.setString(3, key.name());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    private Optional<TableMetadata> read(String location) {
        try {
            return Optional.of(TableMetadataParser.read(storage.io(), location));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The newest metadata file beside one that can be read and has a snapshot. */
    private Optional<TableMetadata> newestReadable(String broken) {
        return storage.list(broken.substring(0, broken.lastIndexOf('/')), "").stream()
                .map(FileInfo::location)
                .filter(location -> location.endsWith(ENDING))
                .sorted(Comparator.reverseOrder())
                .flatMap(location -> read(location).stream())
                .filter(metadata -> metadata.currentSnapshot() != null)
                .findFirst();
    }

    /** The failure in words that tell what can be restored, if it is the metadata file that is broken; else, or if nothing can, as it is. */
    RuntimeException explain(RuntimeException failure) {
        Optional<String> broken;
        try (SharedCatalog catalog = SharedCatalog.open(place)) {
            broken = pointer(catalog).filter(location -> read(location).isEmpty());
        }
        if (broken.isEmpty()) {
            return failure;
        }
        String isBroken = storage.io().newInputFile(broken.get()).exists() ? "is damaged" : "is gone";
        String what = "Cannot read table '" + key + "': its metadata file '" + broken.get() + "' " + isBroken + ".";
        Optional<TableMetadata> readable = newestReadable(broken.get());
        if (readable.isEmpty()) {
            return failure;
        }
        Snapshot snapshot = readable.get().currentSnapshot();
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                what + " The newest that can be read holds the table as it was at snapshot " + snapshot.snapshotId()
                        + ", of " + Instant.ofEpochMilli(snapshot.timestampMillis())
                        + "; at most what one change made after it is not in that.",
                "Bring the file back from a backup; or take the table as it was then: daybreak maintain " + key
                        + " --restore " + snapshot.snapshotId(),
                failure);
    }

    /**
     * Makes the newest metadata file that can be read the table's current one.
     *
     * @param snapshot the one that it must be at, as {@link #explain} told
     */
    void restore(long snapshot) {
        String cannot = "Cannot restore table '" + key + "' at snapshot " + snapshot + ": ";
        try (SharedCatalog catalog = SharedCatalog.open(place)) {
            String broken = pointer(catalog)
                    .orElseThrow(() -> new DaybreakException(
                            ErrorCode.NOT_FOUND,
                            cannot + "there is no such table.",
                            "See 'daybreak show " + key + "'."));
            if (read(broken).isPresent()) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        cannot + "its metadata file can be read, so there is nothing to restore.",
                        "Put it back to an earlier snapshot: daybreak rollback " + key + " --to " + snapshot);
            }
            TableMetadata readable = newestReadable(broken)
                    .orElseThrow(() -> new DaybreakException(
                            ErrorCode.NOT_FOUND,
                            cannot + "no metadata file that can be read lies beside '" + broken + "'.",
                            "Bring it back from a backup."));
            long found = readable.currentSnapshot().snapshotId();
            if (found != snapshot) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        cannot + "the newest metadata file that can be read is at snapshot " + found + ".",
                        "Say: daybreak maintain " + key + " --restore " + found);
            }
            TableIdentifier table = TableIdentifier.of(Namespace.of(key.namespace()), key.name());
            MetadataMove move = new MetadataMove(table, Optional.of(broken), readable.metadataFileLocation());
            catalog.move(List.of(move), Optional.empty());
        }
    }
}
