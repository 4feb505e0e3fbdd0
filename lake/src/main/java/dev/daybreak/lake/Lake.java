package dev.daybreak.lake;

import dev.daybreak.engine.Engine;
import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * The project's tables: Apache Iceberg, format 2, in a local folder or an object store, with a JDBC catalog. Thread-safe.
 * Several processes may have the same lake open. Paths in it are absolute, so the folder cannot be moved.
 */
public final class Lake implements AutoCloseable {
    private final LakePlace place;
    private final Path folder;
    private final Storage storage;
    private final LakeCatalog catalog;
    private final Optional<Branch> branch;
    private final Map<AssetKey, TableState> states = new ConcurrentHashMap<>();

    private Lake(LakePlace place, Storage storage, LakeCatalog catalog, Optional<Branch> branch) {
        this.place = place;
        this.folder = place.folder();
        this.storage = storage;
        this.catalog = catalog;
        this.branch = branch;
    }

    /**
     * Opens or makes a lake whose tables lie in a folder.
     *
     * @param folder holds {@code catalog.db} and {@code warehouse/}; made if it is not there
     */
    public static Lake open(Path folder) {
        return open(LakePlace.local(folder));
    }

    /** Opens or makes a lake. An object store is not asked before something is read or written. */
    public static Lake open(LakePlace place) {
        return open(place, Optional.empty(), Patience.USUAL, null);
    }

    /** The same lake as a branch shows it: all that is read and published is read from it and published to it. */
    public static Lake open(LakePlace place, Branch branch) {
        return open(place, Optional.of(branch), Patience.USUAL, null);
    }

    static Lake open(Path folder, Function<Map<String, String>, JdbcClientPool> pool) {
        return open(LakePlace.local(folder), Optional.empty(), Patience.USUAL, pool);
    }

    /** @param pool null for the usual one */
    static Lake open(
            LakePlace place,
            Optional<Branch> branch,
            Patience patience,
            Function<Map<String, String>, JdbcClientPool> pool) {
        return Failures.told("open the lake", place.folder(), () -> {
            Storage storage = ObjectStorage.of(place, patience);
            return new Lake(place, storage, CatalogTables.open(place, storage, pool), branch);
        });
    }

    /** An engine that finds the files of this lake's relations, wherever they lie; closing it closes the other. Thread-safe if that is. */
    public Engine reading(Engine engine) {
        return storage.reading(engine);
    }

    /** The table of an asset, if it was ever made. */
    public Optional<LakeTable> find(AssetKey key) {
        return Failures.told("find table '" + key + "'", folder, () -> {
            TableState state = state(key);
            try {
                state.newest();
                return Optional.of(new LakeTable(state));
            } catch (NoSuchTableException e) {
                return Optional.empty();
            }
        });
    }

    /** Every table there is, of any branch, whose name could be an asset's. */
    public List<AssetKey> tables() {
        return Failures.told("list the tables", folder, () -> catalog.listNamespaces().stream()
                .flatMap(namespace -> catalog.listTables(namespace).stream())
                .filter(Lake::isAsset)
                .map(table -> new AssetKey(table.namespace().toString(), table.name()))
                .sorted()
                .toList());
    }

    /**
     * The table of an asset, made or changed to fit: columns are added, types widened (int to long, float to double,
     * decimal precision), required loosened, and columns that the layout has not are kept as optional. Another format is noted for those who
     * write the table, but in a branch, since all branches have it together. A change that Iceberg does not allow fails with {@code INVALID_PROJECT} and names
     * column, old and new type. A view that a run published under the name gives way.
     */
    public LakeTable prepare(AssetKey key, Layout layout) {
        return Failures.told("prepare table '" + key + "'", folder, () -> {
            TableState state = state(key);
            new Preparation(catalog, state, layout, branch.map(Branch::name), views()).run();
            return new LakeTable(state, layout);
        });
    }

    /** The views of the catalog, whatever branch is shown. */
    public LakeViews views() {
        return new LakeViews(catalog, folder);
    }

    /**
     * Takes a table whose metadata file is gone or damaged as the newest one that can be read has it.
     *
     * @param snapshot the one that it is at there, as the error tells that reading the table fails with
     * @throws dev.daybreak.project.problem.DaybreakException {@code WRONG_USE} if the table can be read, or would be at another snapshot
     */
    public LakeTable.RolledBack restore(AssetKey key, long snapshot) {
        return Failures.told("restore table '" + key + "'", folder, () -> {
            new MetadataRepair(place, storage, key).restore(snapshot);
            return LakeTable.RolledBack.of(state(key).newest());
        });
    }

    /** Drops a table with its files and all its branches; nothing happens if there is none. */
    public void drop(AssetKey key) {
        Failures.told("drop table '" + key + "'", folder, () -> {
            Optional<LakeTable> table = find(key);
            if (table.isPresent()) {
                String location = state(key).newest().location();
                catalog.dropTable(TableIdentifier.of(Namespace.of(key.namespace()), key.name()), false);
                states.remove(key);
                storage.deleteFolder(location);
            }
            return true;
        });
    }

    /**
     * Writes, lists, reads and deletes an object in the store where tables lie, and tells what was done; empty if they lie in a folder.
     *
     * @throws dev.daybreak.project.problem.DaybreakException that says what the store refused, and how to mend it
     */
    public Optional<String> examineStore() {
        return Failures.told("use the object store", folder, storage::examine);
    }

    private static boolean isAsset(TableIdentifier table) {
        return AssetKey.isValid(table.namespace().toString(), table.name());
    }

    Path folder() {
        return folder;
    }

    /** Whether no other table of the catalog has files in a table's folder, as one has that was registered from its metadata. False if that cannot be told. */
    boolean isFolderOfOne(AssetKey key) {
        TableIdentifier own = TableIdentifier.of(key.namespace(), key.name());
        String location = folderName(state(key).newest());
        return catalog.listNamespaces().stream()
                .flatMap(namespace -> catalog.listTables(namespace).stream())
                .filter(table -> !table.equals(own))
                .noneMatch(table -> isNear(location, table));
    }

    private String folderName(Table table) {
        return storage.normalized(table.location()) + "/";
    }

    private boolean isNear(String location, TableIdentifier table) {
        try {
            String other = folderName(catalog.loadTable(table));
            return other.startsWith(location) || location.startsWith(other);
        } catch (NoSuchTableException droppedMeanwhile) {
            return false;
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    TableState state(AssetKey key) {
        return states.computeIfAbsent(key, name -> new TableState(place, storage, catalog, name, branch));
    }

    @Override
    public void close() {
        catalog.close();
        storage.close();
    }

    /**
     * Columns, partitioning and format of a table.
     *
     * @param time rows are split by this; a week is split by day
     * @param format of files that are written from now on
     * @param files how rows lie in each file. Of a branch's table it counts only where the branch makes the table: files are of all branches
     */
    public record Layout(
            Schema schema, Optional<Time> time, List<Clustering> clustering, TableFormat format, FileLayout files) {
        public Layout {
            Objects.requireNonNull(format, "format");
            clustering = List.copyOf(clustering);
        }

        /** One of Parquet files in which rows lie as they come. */
        public Layout(Schema schema, Optional<Time> time, List<Clustering> clustering) {
            this(schema, time, clustering, TableFormat.PARQUET, FileLayout.NONE);
        }
    }

    /** The time column of a layout with how its intervals are cut. */
    public record Time(String column, Cadence cadence) {}
}
