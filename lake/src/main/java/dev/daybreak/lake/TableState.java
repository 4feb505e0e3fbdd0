package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.plan.Slice;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * What this process knows of one table. Asks the catalog each time, but reads the table's metadata only if another
 * snapshot has come. Thread-safe: its own lock guards the cached table, readers get an unchanging view.
 */
final class TableState {
    private static final int TRIES = 3;
    private final LakePlace place;
    private final Storage storage;
    private final JdbcCatalog catalog;
    private final AssetKey key;
    private final TableIdentifier identifier;
    private final Optional<Branch> branch;
    private TableOperations operations;
    private ShownTable shown;
    private volatile CachedSlices slices;

    private record CachedSlices(long snapshot, int spec, ZoneId zone, List<Slice> slices) {}

    /** What a branch shows of a table, so that it is not made anew for every look. */
    private record ShownTable(TableMetadata table, Optional<Branch.Base> base, TableMetadata view) {}

    /** @param branch empty: the main one */
    TableState(LakePlace place, Storage storage, JdbcCatalog catalog, AssetKey key, Optional<Branch> branch) {
        this.place = place;
        this.storage = storage;
        this.branch = branch;
        this.catalog = catalog;
        this.key = key;
        this.identifier = TableIdentifier.of(key.namespace(), key.name());
    }

    AssetKey key() {
        return key;
    }

    Path folder() {
        return place.folder();
    }

    Storage storage() {
        return storage;
    }

    TableIdentifier identifier() {
        return identifier;
    }

    /**
     * The table as it is now; does not change under its reader, and cannot be written to.
     *
     * @throws NoSuchTableException also if another branch alone has it
     */
    Table newest() {
        TableMetadata metadata = refreshed();
        if (isHidden(metadata)) {
            throw new NoSuchTableException("Table is not there yet: %s", identifier);
        }
        return new BaseTable(new StaticTableOperations(shown(metadata), storage.io()), key.toString());
    }

    /** Whether it is a table as an environment has it. */
    boolean isBranch() {
        return branch.isPresent();
    }

    /** The table to write to, for one commit by one thread. */
    Table writable() {
        Table table = catalog.loadTable(identifier);
        return branch.isEmpty()
                ? table
                : new BaseTable(
                        new BranchOperations(
                                ((BaseTable) table).operations(),
                                new Branching(branch.get().name()),
                                base()),
                        table.name());
    }

    /**
     * The same for one who {@link #takeBack gives it back}: metadata that this process knows is not read again. Meanwhile others read their
     * own.
     */
    synchronized Table lend() {
        if (branch.isPresent()) {
            return writable();
        }
        refreshed();
        Table lent = new BaseTable(operations, key.toString());
        operations = null;
        return lent;
    }

    /** @param lent nobody uses it any more */
    synchronized void takeBack(Table lent) {
        if (branch.isEmpty()) {
            operations = ((BaseTable) lent).operations();
        }
    }

    /** Whether other branches have made the table, and this one has not. */
    boolean isHidden() {
        return isHidden(refreshed());
    }

    private boolean isHidden(TableMetadata metadata) {
        return branch.map(one -> new Branching(one.name()).isHiddenHere(metadata))
                .orElseGet(() -> Branching.isHidden(metadata));
    }

    private Optional<Branch.Base> base() {
        return branch.flatMap(one -> one.bases().of(key));
    }

    private synchronized TableMetadata shown(TableMetadata metadata) {
        if (branch.isEmpty()) {
            return metadata;
        }
        Optional<Branch.Base> base = base();
        if (shown == null || shown.table() != metadata || !shown.base().equals(base)) {
            TableMetadata view = new Branching(branch.get().name()).shown(metadata, base);
            shown = new ShownTable(metadata, base, view);
        }
        return shown.view();
    }

    private synchronized TableMetadata refreshed() {
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                if (operations == null) {
                    operations = ((BaseTable) catalog.loadTable(identifier)).operations();
                    return operations.current();
                }
                return operations.refresh();
            } catch (NoSuchTableException e) {
                operations = null;
                throw e;
            } catch (Unreadable e) {
                throw e;
            } catch (NotFoundException | IllegalStateException e) {
                // Metadata files of old versions are removed after some commits, and a table may be dropped and made
                // again under its name: both need a fresh look at the catalog.
                operations = null;
                last = e;
            }
        }
        throw new MetadataRepair(place, storage, key).explain(last);
    }

    List<Slice> slices(ZoneId zone) {
        Table table = newest();
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return List.of();
        }
        CachedSlices cached = slices;
        int spec = table.spec().specId();
        if (cached == null
                || cached.snapshot() != snapshot.snapshotId()
                || cached.spec() != spec
                || !cached.zone().equals(zone)) {
            cached = new CachedSlices(snapshot.snapshotId(), spec, zone, new SliceReader(table, zone).slices(snapshot));
            slices = cached;
        }
        return cached.slices();
    }
}
