package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;

/**
 * Runs that somebody asks for and hands to the workers. Such a run is at work from its beginning: its steps are rows that whoever has room
 * takes. If nobody has, they wait. Thread-safe.
 */
public final class HandedRuns {
    private final Store store;
    private final RunProgress progress;
    private final AuditLog auditLog;

    public HandedRuns(Store store, Graph graph) {
        this.store = store;
        this.progress = new RunProgress(graph);
        this.auditLog = new AuditLog(store);
    }

    /**
     * Begins a run; one that asks for nothing is over at once.
     *
     * @param action what the audit log calls it, such as {@code trigger}
     * @return its id
     */
    public String begin(RunRequest request, String action) {
        return store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            String id = RunIds.unused(handle, now);
            RunDao.insertShared(handle, id, request, now);
            progress.begin(handle, id, request, now);
            auditLog.add(
                    handle, request.by(), action, "run " + id, request.words().orElse(""));
            return id;
        });
    }
}
