package dev.daybreak.project.schedule;

import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Objects;

/**
 * One time that a pipeline is to run by its schedule.
 *
 * @param interval what the run covers: from the firing before (inclusive) to the firing itself (exclusive)
 * @param due when it may run: the end of the interval, and after it the pipeline's watermark and jitter
 */
public record Tick(DataInterval interval, Instant due) {
    public Tick {
        Objects.requireNonNull(interval, "interval");
        if (due.isBefore(interval.end())) {
            throw new IllegalArgumentException("Invalid tick: due " + due + " is before the end of " + interval);
        }
    }
}
