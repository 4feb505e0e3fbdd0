package dev.daybreak.server.iceberg;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.Undoing;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.web.Caller;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what others changed in the catalog to the audit log, and takes out of account what was published to a table that is gone. The
 * catalog is a database of its own, so the entry comes after the change: if the
 * store is away, the change stays, the server's log says who made it, and its sender is answered as if nothing were.
 */
public final class AuditedChanges implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedChanges.class);
    private static final String BY = "over Iceberg's REST protocol";

    private final AuditLog auditLog;
    private final Undoing undoing;

    public AuditedChanges(Store store) {
        this.auditLog = new AuditLog(store);
        this.undoing = new Undoing(store);
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

    @Override
    public void gone(Caller caller, String action, String subject, TableIdentifier table) {
        made(caller, action, subject);
        if (!AssetKey.isValid(table.namespace().toString(), table.name())) {
            return;
        }
        try {
            undoing.undoAll(new AssetKey(table.namespace().toString(), table.name()));
        } catch (RuntimeException e) {
            LOG.error(
                    "Partitions of {} are still taken for published, since the metadata store failed;"
                            + " where the table is to come back, compute them by 'daybreak backfill {} --only all'",
                    table,
                    table,
                    e);
        }
    }
}
