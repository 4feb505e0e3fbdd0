package dev.daybreak.server.iceberg;

import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.web.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;

/**
 * What others may change. Rows of every table, branches and tags. But the tables of the project's assets have the shape that the project
 * gives them, and a history that runs look into, so both are theirs; and only an admin names a place outside of the warehouse.
 */
final class ProjectTables {
    /** They change rows, or say something about them. */
    private static final Set<Class<? extends MetadataUpdate>> OF_ROWS = Set.of(
            MetadataUpdate.AddSnapshot.class,
            MetadataUpdate.SetSnapshotRef.class,
            MetadataUpdate.SetStatistics.class,
            MetadataUpdate.RemoveStatistics.class,
            MetadataUpdate.SetPartitionStatistics.class,
            MetadataUpdate.RemovePartitionStatistics.class);

    private final SharedCatalog catalog;
    private final Set<TableIdentifier> assets;
    private final Set<TableIdentifier> views;

    /** @param views those of the assets that are views */
    ProjectTables(SharedCatalog catalog, Set<AssetKey> assets, Set<AssetKey> views) {
        this.catalog = catalog;
        this.assets = identifiers(assets);
        this.views = identifiers(views);
    }

    private static Set<TableIdentifier> identifiers(Set<AssetKey> keys) {
        return keys.stream()
                .map(key -> TableIdentifier.of(key.namespace(), key.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws ForbiddenException if a table is that of an asset; one that an asset had before it became a view may be dropped */
    void requireMayDropTable(TableIdentifier table) {
        if (!views.contains(table)) {
            requireFree(table);
        }
    }

    /** @throws ForbiddenException if an asset has the name, which then is not to be made, dropped or given to something else */
    void requireFree(TableIdentifier name) {
        if (assets.contains(name)) {
            throw new ForbiddenException(
                    "Cannot make, drop or rename '%s': it is an asset of the project, whose runs make it."
                            + " Use another name, or change the project",
                    name);
        }
    }

    /** @throws ForbiddenException if a change is not the sender's to make */
    void requireMayCommit(Caller caller, TableIdentifier table, List<MetadataUpdate> updates) {
        for (MetadataUpdate update : updates) {
            requireMayCommit(caller, table, update);
        }
    }

    private void requireMayCommit(Caller caller, TableIdentifier table, MetadataUpdate update) {
        if (assets.contains(table) && !isOfRows(update)) {
            throw new ForbiddenException(
                    "Cannot change table '%s' by '%s': it is an asset of the project, which says what it looks like."
                            + " Rows, branches and tags may be written",
                    table, update.getClass().getSimpleName());
        }
        if (update instanceof MetadataUpdate.SetLocation location) {
            requireMayUse(caller, location.location());
        }
        if (update instanceof MetadataUpdate.SetProperties properties) {
            requireMayUse(caller, properties.updated());
        }
    }

    private static boolean isOfRows(MetadataUpdate update) {
        return update instanceof MetadataUpdate.RemoveSnapshotRef gone
                ? !gone.name().equals(SnapshotRef.MAIN_BRANCH)
                : OF_ROWS.contains(update.getClass());
    }

    /** Looks at the places that a table's properties name. */
    void requireMayUse(Caller caller, Map<String, String> properties) {
        requireMayUse(caller, properties.get(TableProperties.WRITE_METADATA_LOCATION));
    }

    /**
     * Looks at the place of a table or of its metadata.
     *
     * @param location null if none is named
     */
    void requireMayUse(Caller caller, String location) {
        if (location == null) {
            return;
        }
        if (!catalog.canHold(location)) {
            throw new BadRequestException(
                    "Invalid location '%s': tables of this catalog lie in folders of its machine, or in its object store if it has one",
                    location);
        }
        if (!catalog.holds(location) && !caller.role().includes(Role.ADMIN)) {
            throw new ForbiddenException(
                    "Cannot use location '%s' as '%s': outside of '%s' only an admin may name one",
                    location, caller.name(), catalog.warehouse());
        }
    }
}
