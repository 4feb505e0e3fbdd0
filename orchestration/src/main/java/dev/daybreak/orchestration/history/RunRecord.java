package dev.daybreak.orchestration.history;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run as it is remembered.
 *
 * @param kind {@code run}, {@code backfill} or {@code schedule}
 * @param words what was asked for, as it was asked; may be empty
 * @param by who asked
 * @param steps how many steps stand how; states without steps are left out
 */
public record RunRecord(
        String id,
        String kind,
        String words,
        String by,
        RunState state,
        Instant started,
        Optional<Instant> ended,
        Map<StepState, Integer> steps) {
    public RunRecord {
        Map<StepState, Integer> copy = new EnumMap<>(StepState.class);
        copy.putAll(steps);
        steps = Collections.unmodifiableMap(copy);
    }

    RunRecord withSteps(Map<StepState, Integer> counted) {
        return new RunRecord(id, kind, words, by, state, started, ended, counted);
    }
}
