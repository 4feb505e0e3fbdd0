package dev.daybreak.lake;

import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** The snapshots that led to a table's newest one. */
final class History {
    static final String STEP = "daybreak.step";
    static final String ATTEMPT = "daybreak.attempt";
    static final String TOKEN = "daybreak.token";
    static final String RUN = "daybreak.run";
    static final String FINGERPRINT = "daybreak.fingerprint";
    static final String ROWS = "daybreak.rows";

    private static final int LISTED = 5;

    private final Table table;

    History(Table table) {
        this.table = table;
    }

    /** Newest first. */
    Iterable<Snapshot> snapshots() {
        return SnapshotUtil.currentAncestors(table);
    }

    /** Newest first. */
    List<SnapshotEntry> entries() {
        List<SnapshotEntry> entries = new ArrayList<>();
        snapshots().forEach(snapshot -> entries.add(entry(snapshot)));
        return entries;
    }

    /** Those that did not lead to the newest one too; the latest made first. */
    List<SnapshotEntry> all() {
        List<SnapshotEntry> entries = new ArrayList<>();
        table.snapshots().forEach(snapshot -> entries.add(entry(snapshot)));
        entries.sort(Comparator.comparing(SnapshotEntry::at).reversed());
        return entries;
    }

    private static SnapshotEntry entry(Snapshot snapshot) {
        return new SnapshotEntry(
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                snapshot.operation(),
                snapshot.summary());
    }

    /**
     * A snapshot of the table, whether it led to the newest one or not.
     *
     * @param what could not be done if it has none of that id
     */
    Snapshot require(long id, String what) {
        Snapshot snapshot = table.snapshot(id);
        if (snapshot != null) {
            return snapshot;
        }
        String latest = entries().stream()
                .limit(LISTED)
                .map(entry -> entry.snapshot() + " (" + entry.at() + ")")
                .collect(Collectors.joining(", "));
        throw new DaybreakException(
                ErrorCode.NOT_FOUND,
                what + ": it has no such snapshot; "
                        + (latest.isEmpty() ? "it has none yet" : "its latest are " + latest),
                "Name one of its snapshots, or a time.");
    }

    Optional<Snapshot> find(String step) {
        return find(snapshots(), step);
    }

    static Optional<Snapshot> find(Iterable<Snapshot> snapshots, String step) {
        for (Snapshot snapshot : snapshots) {
            if (step.equals(snapshot.summary().get(STEP))) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    static Published published(Snapshot snapshot, boolean repeated) {
        return new Published(
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                Long.parseLong(snapshot.summary().getOrDefault(ROWS, "0")),
                repeated);
    }
}
