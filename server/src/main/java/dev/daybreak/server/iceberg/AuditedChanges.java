package dev.daybreak.server.iceberg;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.server.web.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what others changed in the catalog to the audit log. The catalog is a database of its own, so the entry comes after the change: if the
 * store is away, the change stays, the server's log says who made it, and its sender is answered as if nothing were.
 */
public final class AuditedChanges implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedChanges.class);
    private static final String BY = "over Iceberg's REST protocol";

    private final AuditLog auditLog;

    public AuditedChanges(Store store) {
        this.auditLog = new AuditLog(store);
    }

    @Override
    public void made(Caller caller, String action, String subject) {
        try {
            auditLog.add(caller.name(), action, subject, BY);
        } catch (RuntimeException e) {
            LOG.error(
                    "Not in the audit log, since the metadata store failed: {} {} by {}",
                    action,
                    subject,
                    caller.name(),
                    e);
        }
    }
}
