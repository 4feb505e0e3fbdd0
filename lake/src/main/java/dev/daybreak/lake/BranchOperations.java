package dev.daybreak.lake;

import java.util.Optional;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table as one branch shows it, to read and to commit to. For one thread. */
final class BranchOperations implements TableOperations {
    private final TableOperations table;
    private final Branching branching;
    private final Optional<Branch.Base> base;
    private TableMetadata underlying;
    private TableMetadata shown;

    BranchOperations(TableOperations table, Branching branching, Optional<Branch.Base> base) {
        this.table = table;
        this.branching = branching;
        this.base = base;
    }

    @Override
    public TableMetadata current() {
        return show(table.current());
    }

    @Override
    public TableMetadata refresh() {
        return show(table.refresh());
    }

    private TableMetadata show(TableMetadata newest) {
        if (underlying != newest) {
            shown = branching.shown(newest, base);
            underlying = newest;
        }
        return shown;
    }

    @Override
    public void commit(TableMetadata before, TableMetadata after) {
        if (before != shown) {
            throw new CommitFailedException("Cannot commit: the table was changed meanwhile");
        }
        table.commit(underlying, branching.committed(underlying, after));
    }

    @Override
    public FileIO io() {
        return table.io();
    }

    @Override
    public EncryptionManager encryption() {
        return table.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return table.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return table.locationProvider();
    }

    @Override
    public TableOperations temp(TableMetadata uncommitted) {
        return table.temp(uncommitted);
    }

    @Override
    public long newSnapshotId() {
        return table.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
        return table.requireStrictCleanup();
    }
}
