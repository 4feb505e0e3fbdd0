package dev.daybreak.orchestration.history;

import java.time.Instant;
import java.util.Optional;

/**
 * A step with how it stands among all others.
 *
 * @param pool whose slots it takes; empty if none
 * @param weight how many slots it takes
 * @param tries how many of its attempts failed
 * @param deaths how many of its attempts ended with their process
 * @param looks how often it was looked whether what it waits for is there
 * @param due when it is ready again, or is looked for again; empty unless it waits for a time
 * @param begun when its first attempt began
 * @param firstLook since when it waits for something outside
 */
public record StepSituation(
        StepRecord step,
        String pool,
        int weight,
        int priority,
        int tries,
        int deaths,
        int looks,
        Optional<Instant> due,
        Optional<Instant> begun,
        Optional<Instant> firstLook) {}
