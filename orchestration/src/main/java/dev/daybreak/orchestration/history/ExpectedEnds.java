package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * When runs at work will end, as far as the past tells. A run of a pipeline is expected to take the median of what the pipeline's last 20 runs
 * took that succeeded and that took longer than it has been at work already. Nothing is said with fewer than 3 such runs in the past, or if none of them
 * took so long. Thread-safe.
 */
public final class ExpectedEnds {
    private static final int MOST = 20;
    private static final int LEAST = 3;

    private final Store store;
    private final StoreClock clock;

    public ExpectedEnds(Store store) {
        this(store, StoreClock.of(store));
    }

    /** For tests, which move the clock. */
    public ExpectedEnds(Store store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** When a run will end; empty if it is not at work, is no pipeline's, or the past tells nothing. */
    public Optional<Instant> of(String run) {
        return store.jdbi().withHandle(handle -> of(handle, run));
    }

    /** The same with a handle at hand. */
    public Optional<Instant> of(Handle handle, String run) {
        return atWork(handle).stream()
                .filter(found -> found.id().equals(run))
                .findFirst()
                .flatMap(found -> end(found, durations(handle, found.pipeline()), clock.millis(handle)));
    }

    /** The same of all runs at work, by their ids; those of which the past tells nothing are left out. */
    public Map<String, Instant> all() {
        return store.jdbi().withHandle(handle -> {
            long now = clock.millis(handle);
            Map<String, List<Long>> durations = new HashMap<>();
            Map<String, Instant> ends = new HashMap<>();
            for (AtWork run : atWork(handle)) {
                List<Long> past = durations.computeIfAbsent(run.pipeline(), pipeline -> durations(handle, pipeline));
                end(run, past, now).ifPresent(end -> ends.put(run.id(), end));
            }
            return ends;
        });
    }

    private record AtWork(String id, String pipeline, long started) {}

    private static Optional<Instant> end(AtWork run, List<Long> durations, long now) {
        List<Long> longer = durations.stream()
                .filter(duration -> duration > now - run.started())
                .sorted()
                .toList();
        return durations.size() < LEAST || longer.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(run.started() + median(longer)));
    }

    /** @param sorted not empty */
    private static long median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static List<AtWork> atWork(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT run_id, pipeline, started_at
                        FROM run
                        WHERE state = 'RUNNING'
                          AND pipeline IS NOT NULL
                        """)
                .map((row, context) ->
                        new AtWork(row.getString("run_id"), row.getString("pipeline"), row.getLong("started_at")))
                .list();
    }

    private static List<Long> durations(Handle handle, String pipeline) {
        return handle.createQuery(
                        """
                        SELECT ended_at - started_at AS duration
                        FROM run
                        WHERE pipeline = :pipeline
                          AND state = 'SUCCEEDED'
                        ORDER BY ended_at DESC
                        LIMIT :most
                        """)
                .bind("pipeline", pipeline)
                .bind("most", MOST)
                .mapTo(Long.class)
                .list();
    }
}
