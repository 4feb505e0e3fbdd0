package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;

/** How a branch of all tables ends: as the main one, or not at all; of all tables or of none, in one transaction of the catalog. Thread-safe. */
public final class BranchEnd implements AutoCloseable {
    private static final int TRIES = 5;
    private static final int LISTED = 10;
    private final SharedCatalog catalog;
    private final Path folder;
    private final Branching branching;
    private final String branch;

    private BranchEnd(SharedCatalog catalog, Path folder, String branch) {
        this.catalog = catalog;
        this.folder = folder;
        this.branching = new Branching(branch);
        this.branch = branch;
    }

    /** @param place the lake's */
    public static BranchEnd of(LakePlace place, String branch) {
        return new BranchEnd(SharedCatalog.open(place), place.folder(), branch);
    }

    /**
     * A table that has a branch of its own.
     *
     * @param head the branch's newest snapshot; empty: nothing was published to it
     * @param main the main branch's newest one
     * @param missed when the main branch was published to what the branch does not have, newest first; to put the same rows into other files is no publish
     */
    public record Branched(AssetKey table, Optional<Long> head, Optional<Long> main, List<Instant> missed) {
        public Branched {
            missed = List.copyOf(missed);
        }
    }

    /** All tables that were published to, made or changed in the branch. */
    public List<Branched> tables() {
        return told("list the tables of", () -> staged(UnaryOperator.identity()).stream()
                .map(table -> branched(table.table, table.base))
                .toList());
    }

    /**
     * Makes the main branch of every table what the branch is; afterwards the branch is no more.
     *
     * @return the newest snapshot of each table that was published to
     * @throws DaybreakException {@code SUPERSEDED} if a table was published to on its main branch since the branch began; nothing is changed then
     */
    public Map<AssetKey, Long> promote() {
        return told("promote", () -> {
            Map<AssetKey, Long> heads = new TreeMap<>();
            end(
                    table -> {
                        refuseMissed(table);
                        heads.clear();
                        table.forEach(one -> one.head(branch).ifPresent(head -> heads.put(one.key(), head)));
                    },
                    branching::promoted);
            return heads;
        });
    }

    /** Takes the branch out of every table, and drops tables that only it had. Files that only it held are left to maintenance. */
    public void drop() {
        told("drop", () -> {
            end(tables -> {}, branching::dropped);
            for (TableIdentifier table : identifiers()) {
                TableMetadata metadata = catalog.operations(table).current();
                if (metadata != null
                        && Branching.isHidden(metadata)
                        && Branching.makers(metadata).equals(Set.of(branch))) {
                    catalog.purge(table);
                }
            }
            return true;
        });
    }

    /** A table's next metadata. */
    private record Next(TableIdentifier table, TableMetadata base, TableMetadata next) {
        AssetKey key() {
            return new AssetKey(table.namespace().toString(), table.name());
        }

        Optional<Long> head(String branch) {
            return Optional.ofNullable(base.ref(branch)).map(ref -> ref.snapshotId());
        }
    }

    private interface Condition {
        void require(List<Next> tables);
    }

    private void end(Condition condition, UnaryOperator<TableMetadata> change) {
        CommitFailedException last = null;
        for (int i = 0; i < TRIES; i++) {
            List<Next> tables = staged(change);
            condition.require(tables);
            try {
                move(tables);
                return;
            } catch (CommitFailedException e) {
                last = e;
            }
        }
        throw last;
    }

    private void move(List<Next> tables) {
        List<MetadataMove> moves = new ArrayList<>();
        boolean isUndone = true;
        try {
            for (Next table : tables) {
                moves.add(new MetadataMove(
                        table.table,
                        Optional.of(table.base.metadataFileLocation()),
                        catalog.write(table.table, table.base, table.next)));
            }
            catalog.move(moves, Optional.empty());
            isUndone = false;
        } catch (CommitStateUnknownException e) {
            isUndone = false;
            throw e;
        } finally {
            if (isUndone) {
                moves.forEach(move -> catalog.operations(move.table()).io().deleteFile(move.to()));
            }
        }
        for (Next table : tables) {
            CatalogUtil.deleteRemovedMetadataFiles(
                    catalog.operations(table.table).io(), table.base, table.next);
        }
    }

    private List<Next> staged(UnaryOperator<TableMetadata> change) {
        List<Next> tables = new ArrayList<>();
        for (TableIdentifier table : identifiers()) {
            TableOperations operations = catalog.operations(table);
            TableMetadata base = operations.current();
            if (base != null && branching.touches(base)) {
                tables.add(new Next(table, base, change.apply(base)));
            }
        }
        return tables;
    }

    private List<TableIdentifier> identifiers() {
        return catalog.listNamespaces().stream()
                .flatMap((Namespace namespace) -> catalog.listTables(namespace).stream())
                .toList();
    }

    private Branched branched(TableIdentifier table, TableMetadata metadata) {
        Optional<Long> head = Optional.ofNullable(metadata.ref(branch)).map(ref -> ref.snapshotId());
        return new Branched(
                new AssetKey(table.namespace().toString(), table.name()),
                head,
                Optional.ofNullable(metadata.currentSnapshot()).map(Snapshot::snapshotId),
                head.map(id -> missed(metadata, id)).orElse(List.of()));
    }

    private static List<Instant> missed(TableMetadata metadata, long head) {
        Snapshot main = metadata.currentSnapshot();
        if (main == null || SnapshotUtil.isAncestorOf(head, main.snapshotId(), metadata::snapshot)) {
            return List.of();
        }
        List<Instant> missed = new ArrayList<>();
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(main.snapshotId(), metadata::snapshot)) {
            if (snapshot.snapshotId() == head
                    || SnapshotUtil.isAncestorOf(head, snapshot.snapshotId(), metadata::snapshot)) {
                break;
            }
            if (!DataOperations.REPLACE.equals(snapshot.operation())) {
                missed.add(Instant.ofEpochMilli(snapshot.timestampMillis()));
            }
        }
        return missed;
    }

    private void refuseMissed(List<Next> tables) {
        List<Branched> behind = tables.stream()
                .map(table -> branched(table.table, table.base))
                .filter(table -> !table.missed().isEmpty())
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        String some = String.join(
                ", ",
                behind.stream()
                        .limit(LISTED)
                        .map(table ->
                                "'" + table.table() + "' (" + table.missed().size() + " since, the last at "
                                        + table.missed().get(0) + ")")
                        .toList());
        throw new DaybreakException(
                ErrorCode.SUPERSEDED,
                "Cannot promote '" + branch + "': prod was published to after '" + branch + "' began: " + some
                        + (behind.size() > LISTED ? " and " + (behind.size() - LISTED) + " more" : "")
                        + "; nothing was changed",
                "Begin it anew from prod as it is now: drop-env " + branch + ", run --env " + branch
                        + ", then promote it again.");
    }

    private <T> T told(String what, Supplier<T> action) {
        return Failures.told(what + " environment '" + branch + "'", folder, action);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
