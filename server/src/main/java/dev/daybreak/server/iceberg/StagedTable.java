package dev.daybreak.server.iceberg;

import dev.daybreak.lake.MetadataMove;
import dev.daybreak.lake.SharedCatalog;
import java.util.Optional;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.RetryableValidationException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** A table's next metadata, checked against what the request requires and written to a file, but not the table's current yet. */
final class StagedTable {
    private final TableIdentifier table;
    private final TableOperations operations;
    private final TableMetadata base;
    private final TableMetadata next;
    private final String location;

    private StagedTable(
            TableIdentifier table,
            TableOperations operations,
            TableMetadata base,
            TableMetadata next,
            String location) {
        this.table = table;
        this.operations = operations;
        this.base = base;
        this.next = next;
        this.location = location;
    }

    /**
     * Writes the file, unless the request changes nothing.
     *
     * @throws CommitFailedException if the table is not as the request requires it
     */
    static StagedTable of(SharedCatalog catalog, TableIdentifier table, UpdateTableRequest request) {
        TableOperations operations = catalog.operations(table);
        TableMetadata base = operations.current();
        if (base == null && !isCreation(request)) {
            throw new NoSuchTableException("Table does not exist: %s", table);
        }
        request.requirements().forEach(requirement -> requirement.validate(base));
        TableMetadata next = next(base, request);
        if (base != null && next.changes().isEmpty()) {
            return new StagedTable(table, operations, base, base, base.metadataFileLocation());
        }
        return new StagedTable(table, operations, base, next, catalog.write(table, base, next));
    }

    private static boolean isCreation(UpdateTableRequest request) {
        return request.requirements().stream().anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
    }

    private static TableMetadata next(TableMetadata base, UpdateTableRequest request) {
        TableMetadata.Builder builder = base != null ? TableMetadata.buildFrom(base) : empty(request);
        try {
            request.updates().forEach(update -> update.applyTo(builder));
        } catch (RetryableValidationException e) {
            // What the sender built on is behind the table; it must look again.
            throw new CommitFailedException(e, "Cannot commit to table '%s': %s", table(request), e.getMessage());
        }
        return builder.build();
    }

    private static String table(UpdateTableRequest request) {
        return String.valueOf(request.identifier());
    }

    private static TableMetadata.Builder empty(UpdateTableRequest request) {
        return request.updates().stream()
                .filter(MetadataUpdate.UpgradeFormatVersion.class::isInstance)
                .map(update -> ((MetadataUpdate.UpgradeFormatVersion) update).formatVersion())
                .findFirst()
                .map(TableMetadata::buildFromEmpty)
                .orElseGet(TableMetadata::buildFromEmpty);
    }

    boolean isChanged() {
        return base != next;
    }

    MetadataMove move() {
        return new MetadataMove(table, Optional.ofNullable(base).map(TableMetadata::metadataFileLocation), location);
    }

    /** Where the metadata lies that is current after the commit. */
    String location() {
        return location;
    }

    /** The file is not needed: nothing was committed. */
    void discard() {
        if (isChanged()) {
            operations.io().deleteFile(location);
        }
    }

    /** The file is the table's current one: older ones are removed as far as the table's properties say so. */
    TableMetadata committed() {
        if (isChanged() && base != null) {
            CatalogUtil.deleteRemovedMetadataFiles(operations.io(), base, next);
        }
        return TableMetadataParser.read(operations.io(), location);
    }
}
