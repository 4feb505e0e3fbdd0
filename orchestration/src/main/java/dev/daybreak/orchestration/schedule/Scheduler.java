package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Waiting;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Tick;
import dev.daybreak.project.schedule.Ticks;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/**
 * Queues the runs of pipelines as they become due. Any number of schedulers may look at one store: what one has queued the others do
 * not queue again, since the runs and the moment until which a pipeline was looked at are written in one transaction, and by the store's clock, so that a
 * host with a wrong one does no harm. Thread-safe.
 *
 * <p>A run is missed if it was due while nobody looked: the program was down, or the pipeline paused or disabled. What
 * becomes of it says the pipeline's {@link Missed}.
 */
public final class Scheduler {
    /** Looks are seconds apart; what was due a minute ago and was not seen is missed. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** How far the mark of a pipeline with nothing due lags behind, so that an idle scheduler rarely writes. */
    private static final Duration LAG = GRACE.dividedBy(2);
    /** More runs of a pipeline are not queued in one look. */
    private static final int MOST = 10_000;

    private final Store store;
    private final RunQueue queue;
    private final List<Pipeline> pipelines;
    private final PipelineRuns runs;
    private final Optional<Instant> begin;
    private final ToLongFunction<Handle> clock;

    /** @param begin where the project's partitioned assets begin at the earliest */
    public Scheduler(
            Store store, RunQueue queue, List<Pipeline> pipelines, PipelineRuns runs, Optional<Instant> begin) {
        this(store, queue, pipelines, runs, begin, store::nowMillis);
    }

    /** For tests, which move the clock: as the other, with the time that they give. */
    public Scheduler(
            Store store,
            RunQueue queue,
            List<Pipeline> pipelines,
            PipelineRuns runs,
            Optional<Instant> begin,
            Supplier<Instant> clock) {
        this(store, queue, pipelines, runs, begin, handle -> clock.get().toEpochMilli());
    }

    private Scheduler(
            Store store,
            RunQueue queue,
            List<Pipeline> pipelines,
            PipelineRuns runs,
            Optional<Instant> begin,
            ToLongFunction<Handle> clock) {
        this.store = store;
        this.queue = queue;
        this.pipelines = pipelines.stream()
                .filter(pipeline -> pipeline.enabled() && !(pipeline.trigger() instanceof Trigger.ByHand))
                .toList();
        this.runs = runs;
        this.begin = begin;
        this.clock = clock;
    }

    /** Whether there is anything to schedule. */
    public boolean isIdle() {
        return pipelines.isEmpty();
    }

    /** Queues what is due now. Returns the ids of the new runs. */
    public List<String> look() {
        List<String> queued = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            Plan plan = store.jdbi().withHandle(handle -> plan(handle, pipeline));
            if (plan.isWorthWriting()) {
                queued.addAll(store.jdbi().inTransaction(handle -> write(handle, pipeline)));
                Failpoint.AFTER_QUEUE.reach();
            }
        }
        return queued;
    }

    /** When the next run of any pipeline is due; empty if none ever is, as far as schedules tell. */
    public Optional<Instant> nextDue() {
        Instant now = now();
        return pipelines.stream()
                .flatMap(pipeline -> Ticks.next(pipeline, now).stream())
                .map(Tick::due)
                .min(Instant::compareTo);
    }

    /** The time by the store's clock. */
    Instant now() {
        return Instant.ofEpochMilli(store.jdbi().withHandle(clock::applyAsLong));
    }

    /**
     * What a look at a pipeline finds.
     *
     * @param row empty if it was never looked at
     */
    private record Plan(Optional<PipelineDao.Row> row, Instant now, List<Tick> ticks, long updates) {
        boolean isWorthWriting() {
            return row.isEmpty()
                    || !ticks.isEmpty()
                    || updates != row.get().seenUpdates()
                    || (row.get().pause().isEmpty()
                            && Duration.between(row.get().seenUntil(), now).compareTo(LAG) > 0);
        }
    }

    private Plan plan(Handle handle, Pipeline pipeline) {
        Instant now = Instant.ofEpochMilli(clock.applyAsLong(handle));
        Optional<PipelineDao.Row> found = PipelineDao.find(handle, pipeline.name());
        if (found.isEmpty()
                || found.get().pause().isPresent()
                || !found.get().seenUntil().isBefore(now)) {
            return new Plan(
                    found,
                    now,
                    List.of(),
                    found.map(PipelineDao.Row::seenUpdates).orElse(-1L));
        }
        if (pipeline.trigger() instanceof Trigger.OnUpdate) {
            return onUpdate(handle, pipeline, found.get(), now);
        }
        return new Plan(
                found,
                now,
                due(pipeline, found.get().seenUntil(), now),
                found.get().seenUpdates());
    }

    private static List<Tick> due(Pipeline pipeline, Instant seenUntil, Instant now) {
        Instant missedUntil = now.minus(GRACE);
        if (!seenUntil.isBefore(missedUntil)) {
            return Ticks.due(pipeline, seenUntil, now, MOST);
        }
        List<Tick> inTime = Ticks.due(pipeline, missedUntil, now, MOST);
        if (pipeline.missed().policy() == Missed.Policy.LAST && !inTime.isEmpty()) {
            return inTime;
        }
        List<Tick> ticks = new ArrayList<>(pipeline.missed().choose(Ticks.due(pipeline, seenUntil, missedUntil, MOST)));
        ticks.addAll(inTime);
        return ticks;
    }

    /** Everything since the project's beginning is asked for: only what the update made stale will be computed. */
    private Plan onUpdate(Handle handle, Pipeline pipeline, PipelineDao.Row row, Instant now) {
        long updates = PipelineDao.updates(handle, runs.inputs(pipeline));
        boolean isUpdated = row.seenUpdates() >= 0 && updates > row.seenUpdates();
        Instant from = pipeline.start().or(() -> begin).orElse(now.minus(Duration.ofDays(1)));
        List<Tick> ticks =
                isUpdated && from.isBefore(now) ? List.of(new Tick(new DataInterval(from, now), now)) : List.of();
        return new Plan(Optional.of(row), now, ticks, updates);
    }

    private List<String> write(Handle handle, Pipeline pipeline) {
        PipelineState.begin(handle, pipeline, Instant.ofEpochMilli(clock.applyAsLong(handle)));
        Plan plan = plan(handle, pipeline);
        if (!PipelineDao.advance(handle, plan.row().orElseThrow(), plan.now(), plan.updates())) {
            return List.of();
        }
        List<String> queued = new ArrayList<>();
        for (Tick tick : plan.ticks()) {
            queue.add(handle, waiting(pipeline, tick)).ifPresent(queued::add);
            Failpoint.INSIDE_QUEUE.reach();
        }
        return queued;
    }

    private static Waiting waiting(Pipeline pipeline, Tick tick) {
        return new Waiting(
                RunRequest.Kind.SCHEDULE,
                pipeline.name(),
                tick.interval(),
                tick.due(),
                pipeline.priority(),
                "schedule",
                pipeline.name() + " for " + IntervalText.of(tick.interval(), pipeline.zone()));
    }
}
