package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Trigger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Pausing pipelines, and what the store knows of them. Thread-safe. */
public final class PipelineState {
    private final Store store;
    private final AuditLog auditLog;

    public PipelineState(Store store) {
        this.store = store;
        this.auditLog = new AuditLog(store);
    }

    /** A pipeline is not scheduled, and its queued runs wait; runs at work go on. */
    public record Pause(Instant at, String by, String why) {}

    /** False if it is paused already, which changes nothing. */
    public boolean pause(Pipeline pipeline, String by, String why) {
        return store.jdbi().inTransaction(handle -> {
            Instant now = Instant.ofEpochMilli(store.nowMillis(handle));
            begin(handle, pipeline, now);
            boolean changed = PipelineDao.pause(handle, pipeline.name(), new Pause(now, by, why));
            if (changed) {
                auditLog.add(handle, by, "pause", subject(pipeline), why);
            }
            return changed;
        });
    }

    /** What came due meanwhile is run as the pipeline's {@code missed} says. False if it is not paused. */
    public boolean resume(Pipeline pipeline, String by, String why) {
        return store.jdbi().inTransaction(handle -> {
            boolean changed = PipelineDao.resume(handle, pipeline.name());
            if (changed) {
                auditLog.add(handle, by, "resume", subject(pipeline), why);
            }
            return changed;
        });
    }

    private static String subject(Pipeline pipeline) {
        return "pipeline " + pipeline.name();
    }

    public Optional<Pause> paused(String pipeline) {
        return store.jdbi()
                .withHandle(handle -> PipelineDao.find(handle, pipeline))
                .flatMap(PipelineDao.Row::pause);
    }

    /** Every pause that holds, by the name of its pipeline. */
    public Map<String, Pause> pauses() {
        Map<String, Pause> pauses = new HashMap<>();
        store.jdbi().withHandle(PipelineDao::all).forEach(row -> row.pause()
                .ifPresent(pause -> pauses.put(row.name(), pause)));
        return pauses;
    }

    /** The names of the pipelines that are paused. */
    public List<String> paused() {
        return store.jdbi().withHandle(PipelineDao::all).stream()
                .filter(row -> row.pause().isPresent())
                .map(PipelineDao.Row::name)
                .toList();
    }

    /** A pipeline that is new is looked at from its own start; without one, from now on. */
    static void begin(Handle handle, Pipeline pipeline, Instant now) {
        boolean hasPast = pipeline.trigger() instanceof Trigger.OnSchedule;
        Instant from = hasPast ? pipeline.start().filter(now::isAfter).orElse(now) : now;
        PipelineDao.begin(handle, pipeline.name(), from, -1);
    }
}
