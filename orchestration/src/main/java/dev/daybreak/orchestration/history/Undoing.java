package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.Update;

/**
 * Keeps the record in step with a table that was put back to an earlier snapshot, or dropped: what was published after it does not count any
 * more, so partitions are what they were before, and those that were not there are missing. Thread-safe.
 */
public final class Undoing {
    private static final String UNDO =
            """
            UPDATE materialization
            SET undone_at = :now
            WHERE asset = :asset AND snapshot = :snapshot AND undone_at IS NULL AND published_at > :since
            """;
    private static final String PUT_BACK =
            """
            UPDATE materialization
            SET undone_at = NULL
            WHERE asset = :asset AND snapshot = :snapshot AND undone_at IS NOT NULL
            """;
    private static final String UNDO_ALL =
            """
            UPDATE materialization
            SET undone_at = :now
            WHERE asset = :asset AND undone_at IS NULL
            """;

    private final Store store;
    private final AuditLog auditLog;

    public Undoing(Store store) {
        this.store = store;
        this.auditLog = new AuditLog(store);
    }

    /**
     * Takes materializations out of account, or back in where the table was put forward again. Done again, it changes nothing.
     *
     * @param why for the audit log
     * @return how many materializations do not count any more
     */
    public int undo(AssetKey asset, PutBack table, String who, String why) {
        return store.jdbi().inTransaction(handle -> {
            List<Long> all = handle.createQuery(
                            "SELECT DISTINCT snapshot FROM materialization WHERE asset = :asset AND snapshot IS NOT NULL")
                    .bind("asset", asset.toString())
                    .mapTo(Long.class)
                    .list();
            long now = store.nowMillis(handle);
            int undone = 0;
            for (long id : all) {
                boolean isKept = table.led().contains(id);
                Update update = handle.createUpdate(isKept ? PUT_BACK : UNDO)
                        .bind("asset", asset.toString())
                        .bind("snapshot", id);
                // Of a snapshot that has expired only the time tells whether it came before; what was undone earlier
                // stays so.
                long since =
                        table.known().contains(id) ? Long.MIN_VALUE : table.at().toEpochMilli();
                int changed = (isKept ? update : update.bind("now", now).bind("since", since)).execute();
                undone += isKept ? 0 : changed;
            }
            auditLog.add(handle, who, "rollback", "table " + asset + " to snapshot " + table.snapshot(), why);
            return undone;
        });
    }

    /** Takes all of a table that is gone out of account; a source has brought in nothing then. Done again, it changes nothing. */
    public void undoAll(AssetKey asset) {
        store.jdbi().useTransaction(handle -> {
            handle.createUpdate(UNDO_ALL)
                    .bind("now", store.nowMillis(handle))
                    .bind("asset", asset.toString())
                    .execute();
            LedgerRows.remove(handle, asset);
        });
    }

    /**
     * What {@link #undo} would come to. Changes nothing.
     *
     * @param held what each partition would then have been published with last
     * @param changed the partitions that would be what another materialization made them, or missing
     */
    public record Foretold(Map<DataInterval, Fingerprint> held, SortedSet<DataInterval> changed) {
        public Foretold {
            held = Map.copyOf(held);
            changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
        }
    }

    /** A materialization in short, and whether it counts before and after. */
    private record Counted(long token, DataInterval interval, Fingerprint fingerprint, boolean before, boolean after) {}

    public Foretold foretell(AssetKey asset, PutBack table) {
        Map<String, Fingerprint> known = new HashMap<>();
        List<Counted> oldestFirst = store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT token, interval_start, interval_end, parts, snapshot, published_at, undone_at
                        FROM materialization
                        WHERE asset = :asset
                        ORDER BY token
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> {
                    boolean counts = Rows.instant(row, "undone_at").isEmpty();
                    Instant published = Instant.ofEpochMilli(row.getLong("published_at"));
                    long snapshot = row.getLong("snapshot");
                    boolean willCount = row.wasNull() ? counts : counts(snapshot, published, counts, table);
                    return new Counted(
                            row.getLong("token"),
                            Rows.interval(row.getLong("interval_start"), row.getLong("interval_end")),
                            known.computeIfAbsent(row.getString("parts"), Rows::fingerprint),
                            counts,
                            willCount);
                })
                .list());
        Map<DataInterval, Counted> before = new HashMap<>();
        Map<DataInterval, Counted> after = new HashMap<>();
        for (Counted one : oldestFirst) {
            if (one.before()) {
                before.put(one.interval(), one);
            }
            if (one.after()) {
                after.put(one.interval(), one);
            }
        }
        SortedSet<DataInterval> changed = new TreeSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(interval -> Objects.equals(before.get(interval), after.get(interval)));
        Map<DataInterval, Fingerprint> held = new HashMap<>();
        after.forEach((interval, one) -> held.put(interval, one.fingerprint()));
        return new Foretold(held, changed);
    }

    private static boolean counts(long snapshot, Instant published, boolean counts, PutBack table) {
        if (table.led().contains(snapshot)) {
            return true;
        }
        boolean isAfter = table.known().contains(snapshot) || published.isAfter(table.at());
        return counts && !isAfter;
    }
}
