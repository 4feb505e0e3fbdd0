package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Ticks;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.Instant;
import java.util.Optional;

/** Queues runs of pipelines that somebody wants now, besides those of their schedules. Thread-safe. */
public final class PipelineTriggers {
    private final Store store;
    private final RunQueue queue;
    private final AuditLog auditLog;

    public PipelineTriggers(Store store, RunQueue queue) {
        this.store = store;
        this.queue = queue;
        this.auditLog = new AuditLog(store);
    }

    /** The newest interval of a pipeline's schedule that is due; empty if it has none. */
    public Optional<DataInterval> latest(Pipeline pipeline) {
        Instant now = store.now();
        return Ticks.due(pipeline, DataInterval.ALL.start(), now, 1).stream()
                .map(Tick::interval)
                .findFirst();
    }

    /**
     * Queues a run, whether the pipeline's schedule has one for the interval or not. It waits as others do while the pipeline is paused or has as
     * many runs at work as it may.
     *
     * @return its id
     */
    public String trigger(Pipeline pipeline, DataInterval interval, String by) {
        String words = pipeline.name() + " for " + IntervalText.of(interval, pipeline.zone());
        return store.jdbi().inTransaction(handle -> {
            Waiting waiting = new Waiting(
                    RunRequest.Kind.RUN,
                    pipeline.name(),
                    interval,
                    Instant.ofEpochMilli(store.nowMillis(handle)),
                    pipeline.priority(),
                    by,
                    words);
            String id = queue.add(handle, waiting).orElseThrow();
            auditLog.add(handle, by, "trigger", "run " + id, words);
            return id;
        });
    }
}
