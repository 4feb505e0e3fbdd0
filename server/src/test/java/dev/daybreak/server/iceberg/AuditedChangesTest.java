package dev.daybreak.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybreak.orchestration.auditlog.AuditEntry;
import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.web.Caller;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the catalog in the audit log. */
class AuditedChangesTest {
    private static final Logger LOG = Logger.getLogger(AuditedChanges.class.getName());
    private static final Caller OTTO = new Caller("otto", Role.OPERATOR);

    @TempDir
    Path state;

    @Test
    void whoChangedWhatIsWritten() {
        try (Store store = Store.open(state)) {
            AuditedChanges changes = new AuditedChanges(store);

            changes.made(OTTO, "create table", "sales.orders");
            changes.made(OTTO, "commit table", "sales.orders");

            assertThat(new AuditLog(store).latest(10))
                    .extracting(AuditEntry::who, AuditEntry::action, AuditEntry::subject, AuditEntry::why)
                    .containsExactly(
                            tuple("otto", "commit table", "sales.orders", "over Iceberg's REST protocol"),
                            tuple("otto", "create table", "sales.orders", "over Iceberg's REST protocol"));
        }
    }

    @Test
    void aStoreThatIsAwayUndoesNoChange() {
        Store store = Store.open(state);
        AuditedChanges changes = new AuditedChanges(store);
        store.close();
        LOG.setLevel(Level.OFF);

        assertThatCode(() -> changes.made(OTTO, "commit table", "sales.orders")).doesNotThrowAnyException();
    }
}
