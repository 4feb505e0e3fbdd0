package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Counts for those who watch over a service. All are found by indexes, so that they stay cheap however long the history is.
 *
 * @param runs how many stand how, of all runs that there ever were
 * @param openSteps how many steps stand how, of runs at work
 * @param waitingLive queued runs that are no part of a backfill
 * @param waitingBackfill queued runs of backfills
 * @param lostAttempts attempts whose process died
 * @param oldestDue for how long the queued run that is due longest has been due; nothing if none is
 */
public record Figures(
        Map<RunState, Long> runs,
        Map<StepState, Long> openSteps,
        long waitingLive,
        long waitingBackfill,
        long lostAttempts,
        Duration oldestDue) {
    public Figures {
        runs = Map.copyOf(runs);
        openSteps = Map.copyOf(openSteps);
    }

    public static Figures of(Store store) {
        return store.jdbi().withHandle(handle -> read(handle, store.nowMillis(handle)));
    }

    private static Figures read(Handle handle, long now) {
        Map<RunState, Long> runs = new EnumMap<>(RunState.class);
        handle.createQuery("SELECT state, COUNT(*) AS runs FROM run GROUP BY state")
                .map((row, context) -> Map.entry(RunState.valueOf(row.getString("state")), row.getLong("runs")))
                .forEach(entry -> runs.put(entry.getKey(), entry.getValue()));
        Map<StepState, Long> steps = new EnumMap<>(StepState.class);
        handle.createQuery(
                        """
                        SELECT s.state, COUNT(*) AS steps
                        FROM run r
                        JOIN step s ON s.run_id = r.run_id
                        WHERE r.state = :running
                        GROUP BY s.state
                        """)
                .bind("running", RunState.RUNNING.name())
                .map((row, context) -> Map.entry(StepState.valueOf(row.getString("state")), row.getLong("steps")))
                .forEach(entry -> steps.put(entry.getKey(), entry.getValue()));
        long lost = handle.createQuery("SELECT COUNT(*) FROM attempt WHERE state = 'LOST'")
                .mapTo(Long.class)
                .one();
        return handle.createQuery(
                        """
                        SELECT COUNT(CASE WHEN backfill_id = '' THEN 1 END) AS live,
                               COUNT(CASE WHEN backfill_id > '' THEN 1 END) AS backfills,
                               COALESCE(MIN(CASE WHEN backfill_id = '' THEN due_at END), :now) AS due
                        FROM run
                        WHERE state = :queued
                        """)
                .bind("now", now)
                .bind("queued", RunState.QUEUED.name())
                .map((row, context) -> new Figures(
                        runs,
                        steps,
                        row.getLong("live"),
                        row.getLong("backfills"),
                        lost,
                        Duration.ofMillis(Math.max(0, now - row.getLong("due")))))
                .one();
    }
}
