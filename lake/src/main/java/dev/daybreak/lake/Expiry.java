package dev.daybreak.lake;

import dev.daybreak.project.fault.Failpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Takes old snapshots out of a table's history, with the files that only they hold. A snapshot's age is counted from when another took
 * its place, so that a reader that has just begun keeps its files however long ago they were written. What is kept of the history that
 * leads to the newest snapshot has no gap: a step whose key is looked for is found as long as nothing after it has gone.
 */
final class Expiry {
    private final TableState state;
    private final Instant before;
    private final int keepLast;
    private final Set<Long> held;

    /**
     * @param before snapshots stay whose place was taken at this time or later
     * @param keepLast so many of the newest stay, at least 1
     * @param held stay, too
     */
    Expiry(TableState state, Instant before, int keepLast, Set<Long> held) {
        this.state = state;
        this.before = before;
        this.keepLast = keepLast;
        this.held = held;
    }

    /**
     * What was done.
     *
     * @param files that went with the snapshots, of data and of metadata
     */
    record Outcome(int snapshots, int files) {}

    /** The snapshots that may go. */
    Set<Long> expirable(Table table) {
        List<Snapshot> lineage = new ArrayList<>();
        new History(table).snapshots().forEach(lineage::add);
        Set<Long> main = lineage.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        Set<Long> kept = heldByRefs(table, main);
        kept.addAll(held);
        Map<Long, Instant> replaced = replacedAt(table);
        for (int i = 0; i < lineage.size(); i++) {
            long id = lineage.get(i).snapshotId();
            Instant at = i == 0
                    ? Instant.MAX
                    : replaced.getOrDefault(
                            id, Instant.ofEpochMilli(lineage.get(i - 1).timestampMillis()));
            if (i >= keepLast && at.isBefore(before)) {
                break;
            }
            kept.add(id);
        }
        Set<Long> expirable = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            long id = snapshot.snapshotId();
            Instant at = replaced.getOrDefault(id, Instant.ofEpochMilli(snapshot.timestampMillis()));
            if (!kept.contains(id) && (main.contains(id) || at.isBefore(before))) {
                expirable.add(id);
            }
        }
        return expirable;
    }

    /** What branches and tags hold: where they stand, and what a branch has of its own down to where it left the main one. */
    private static Set<Long> heldByRefs(Table table, Set<Long> main) {
        Set<Long> kept = new HashSet<>();
        for (SnapshotRef ref : table.refs().values()) {
            if (!ref.isBranch()) {
                kept.add(ref.snapshotId());
                continue;
            }
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(ref.snapshotId(), table::snapshot)) {
                kept.add(snapshot.snapshotId());
                if (main.contains(snapshot.snapshotId())) {
                    break;
                }
            }
        }
        return kept;
    }

    /** When another snapshot took the place of one, as far as the table's log tells; it tells of those that were put back, too. */
    private static Map<Long, Instant> replacedAt(Table table) {
        Map<Long, Instant> replaced = new HashMap<>();
        HistoryEntry last = null;
        for (HistoryEntry entry : table.history()) {
            if (last != null && last.snapshotId() != entry.snapshotId()) {
                replaced.put(last.snapshotId(), Instant.ofEpochMilli(entry.timestampMillis()));
            }
            last = entry;
        }
        return replaced;
    }

    Outcome run() {
        Table table = state.writable();
        Set<Long> expirable = expirable(table);
        if (expirable.isEmpty()) {
            return new Outcome(0, 0);
        }
        AtomicInteger files = new AtomicInteger();
        // Which snapshots go is decided here alone: by age, Iceberg would take none.
        ExpireSnapshots expiry = table.expireSnapshots()
                .expireOlderThan(0)
                .planWith(CallerThread.INSTANCE)
                .executeDeleteWith(CallerThread.INSTANCE)
                .deleteWith(location -> {
                    Failpoint.MID_EXPIRY.reach();
                    table.io().deleteFile(location);
                    files.incrementAndGet();
                });
        expirable.forEach(expiry::expireSnapshotId);
        expiry.commit();
        return new Outcome(expirable.size(), files.get());
    }
}
