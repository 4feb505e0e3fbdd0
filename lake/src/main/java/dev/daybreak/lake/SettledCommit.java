package dev.daybreak.lake;

import dev.daybreak.project.fault.Failpoint;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;

/**
 * A commit of maintenance, whose outcome is what the table's history says afterwards and not what the commit reported: the connection to
 * the catalog can break after the change, see {@link Publication}. It carries a mark of its own by which it is found.
 */
final class SettledCommit {
    /** In a snapshot's summary: which commit of maintenance made it. */
    static final String MARK = "daybreak.maintenance";

    private final Table table;
    private final SnapshotUpdate<?> update;
    private final String mark = UUID.randomUUID().toString();
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();

    /** @param table that the update was made from */
    SettledCommit(Table table, SnapshotUpdate<?> update) {
        this.table = table;
        this.update = update;
    }

    /** Returns why nothing was changed; empty if it was committed. */
    Optional<RuntimeException> run() {
        update.set(MARK, mark);
        update.scanManifestsWith(CallerThread.INSTANCE);
        update.deleteWith(unwanted::add);
        Failpoint.BEFORE_COMMIT.reach();
        RuntimeException failure = null;
        try {
            update.commit();
        } catch (RuntimeException e) {
            failure = e;
        }
        Failpoint.AFTER_COMMIT.reach();
        Optional<Snapshot> found = find(failure);
        removeUnwanted(found);
        if (found.isEmpty() && failure == null) {
            throw new IllegalStateException("maintenance " + mark + " was committed but is not in the history");
        }
        return found.isPresent() ? Optional.empty() : Optional.of(failure);
    }

    private Optional<Snapshot> find(RuntimeException failure) {
        try {
            table.refresh();
            for (Snapshot snapshot : new History(table).snapshots()) {
                if (mark.equals(snapshot.summary().get(MARK))) {
                    return Optional.of(snapshot);
                }
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            if (failure != null) {
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
    }

    private void removeUnwanted(Optional<Snapshot> committed) {
        Set<String> held = new HashSet<>();
        if (committed.isPresent() && !unwanted.isEmpty()) {
            held.add(committed.get().manifestListLocation());
            committed.get().allManifests(table.io()).forEach(manifest -> held.add(manifest.path()));
        }
        unwanted.stream().filter(location -> !held.contains(location)).forEach(table.io()::deleteFile);
    }
}
