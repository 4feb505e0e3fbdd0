package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import java.util.List;
import org.jdbi.v3.core.statement.Update;

/**
 * Keeps the record in step with a table that was put back to an earlier snapshot: what was published after it does not count any more, so
 * partitions are what they were before, and those that were not there are missing. Thread-safe.
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
}
