package dev.daybreak.orchestration.auditlog;

import dev.daybreak.orchestration.store.Store;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What people changed by hand, in the order in which they did. Entries of what is in the store are written in the transaction of the change, so that
 * neither is there without the other. They are never changed: the database refuses it. Thread-safe.
 */
public final class AuditLog {
    private final Store store;

    public AuditLog(Store store) {
        this.store = store;
    }

    /** Writes an entry in the caller's transaction, which must be one of the whole store: its turn gives the entry its position. */
    public void add(Handle handle, String who, String action, String subject, String why) {
        handle.createUpdate(
                        """
                        INSERT INTO audit_log (position, changed_at, who, action, subject, why)
                        SELECT COALESCE(MAX(position), 0) + 1, :at, :who, :action, :subject, :why
                        FROM audit_log
                        """)
                .bind("at", store.nowMillis(handle))
                .bind("who", who)
                .bind("action", action)
                .bind("subject", subject)
                .bind("why", why)
                .execute();
    }

    /**
     * Writes an entry in a transaction of its own, for a change of something that is not in the store. A process that dies loses it no more, but
     * a host that loses power may.
     */
    public void add(String who, String action, String subject, String why) {
        store.inLightTransaction(handle -> {
            add(handle, who, action, subject, why);
            return true;
        });
    }

    /** The latest entries, newest first. */
    public List<AuditEntry> latest(int most) {
        return before(Long.MAX_VALUE, most);
    }

    /** The entries before a position, newest first. */
    public List<AuditEntry> before(long position, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                                SELECT *
                                FROM audit_log
                                WHERE position < :position
                                ORDER BY position DESC
                                LIMIT :most
                                """)
                .bind("position", position)
                .bind("most", most)
                .map((row, context) -> new AuditEntry(
                        row.getLong("position"),
                        Instant.ofEpochMilli(row.getLong("changed_at")),
                        row.getString("who"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("why")))
                .list());
    }
}
