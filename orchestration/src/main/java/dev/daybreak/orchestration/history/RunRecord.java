package dev.daybreak.orchestration.history;

import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run as it is remembered.
 *
 * @param kind {@code run}, {@code backfill}, {@code schedule} or {@code promotion}
 * @param words what was asked for, as it was asked; may be empty
 * @param by who asked
 * @param pipeline whose it is; empty for one that somebody asked for by naming assets
 * @param interval what a run of a pipeline or backfill covers
 * @param due when a run that was queued might start
 * @param backfill the id of the backfill that it is a part of; empty for all others
 * @param failure why it failed if it could not even begin; else its steps say it
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
        Optional<String> pipeline,
        Optional<DataInterval> interval,
        Optional<Instant> due,
        String backfill,
        Optional<String> failure,
        Map<StepState, Integer> steps) {
    public RunRecord {
        Map<StepState, Integer> copy = new EnumMap<>(StepState.class);
        copy.putAll(steps);
        steps = Collections.unmodifiableMap(copy);
    }

    RunRecord withSteps(Map<StepState, Integer> counted) {
        return new RunRecord(
                id, kind, words, by, state, started, ended, pipeline, interval, due, backfill, failure, counted);
    }
}
