package dev.daybreak.lake;

import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
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

    /** Those that a tag keeps, and that are older than all that still lead to the newest one; the latest made first. */
    List<SnapshotEntry> onlyTagged() {
        List<SnapshotEntry> entries = entries();
        Optional<Instant> oldest = entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).at());
        return table.refs().values().stream()
                .filter(SnapshotRef::isTag)
                .map(ref -> table.snapshot(ref.snapshotId()))
                .filter(Objects::nonNull)
                .map(History::entry)
                .distinct()
                .filter(entry -> oldest.filter(entry.at()::isBefore).isPresent())
                .sorted(Comparator.comparing(SnapshotEntry::at).reversed())
                .toList();
    }

    /** Those that did not lead to the newest one too; the latest made first. */
    List<SnapshotEntry> all() {
        List<SnapshotEntry> entries = new ArrayList<>();
        table.snapshots().forEach(snapshot -> entries.add(entry(snapshot)));
        entries.sort(Comparator.comparing(SnapshotEntry::at).reversed());
        return entries;
    }

    /**
     * What readers saw at an instant; empty if nothing was there, or if that has expired. The table's log tells of snapshots that became the newest
     * later than they were made, and of those that were put back. The log is that of the main branch.
     */
    Optional<Long> at(Instant instant) {
        Optional<Long> seen = Optional.empty();
        for (HistoryEntry entry : table.history()) {
            if (entry.timestampMillis() <= instant.toEpochMilli()) {
                seen = Optional.of(entry.snapshotId());
            }
        }
        return seen.filter(id -> table.snapshot(id) != null);
    }

    /** The newest that was made by an instant, of those that led to the newest one: what can be told of a branch, which has no log. */
    Optional<Long> madeBy(Instant instant) {
        return entries().stream()
                .filter(entry -> !entry.at().isAfter(instant))
                .map(SnapshotEntry::snapshot)
                .findFirst();
    }

    /** What readers of the main branch saw until the table was put back behind it, the latest made first. */
    List<SnapshotEntry> putBack() {
        Set<Long> led = new HashSet<>();
        snapshots().forEach(snapshot -> led.add(snapshot.snapshotId()));
        return table.history().stream()
                .map(HistoryEntry::snapshotId)
                .distinct()
                .filter(id -> !led.contains(id))
                .map(table::snapshot)
                .filter(Objects::nonNull)
                .map(History::entry)
                .sorted(Comparator.comparing(SnapshotEntry::at).reversed())
                .toList();
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
        String latest = Stream.concat(entries().stream(), onlyTagged().stream())
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
