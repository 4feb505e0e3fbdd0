package dev.daybreak.orchestration.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of a runner.
 *
 * @param parallel steps at a time, at least 1
 * @param retries tries of a step after its first; 0 for none
 * @param firstBackoff wait before the first retry; doubles with every further one
 * @param longestBackoff no wait is longer
 * @param lease how long a worker may be silent before others take it for dead; it says every third of it that it is alive
 * @param logs the folder that gets one file for every attempt
 */
public record RunnerSettings(
        int parallel, int retries, Duration firstBackoff, Duration longestBackoff, Duration lease, Path logs) {
    public RunnerSettings {
        Objects.requireNonNull(firstBackoff, "firstBackoff");
        Objects.requireNonNull(longestBackoff, "longestBackoff");
        Objects.requireNonNull(logs, "logs");
        if (parallel < 1 || retries < 0 || lease.toMillis() < 1) {
            throw new IllegalArgumentException("Invalid runner settings: parallel " + parallel
                    + " (at least 1), retries " + retries + " (at least 0), lease " + lease + " (above 0)");
        }
    }

    /** Two retries after 1 s and 2 s, and a lease of 30 s. */
    public static RunnerSettings of(int parallel, Path logs) {
        return new RunnerSettings(
                parallel, 2, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30), logs);
    }

    /**
     * The wait before a retry: doubled each time up to the longest, then shortened by up to a half so that steps which failed
     * together do not come back together ("equal jitter", M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015).
     *
     * @param retry 1 for the first
     * @param random 0 to 1
     */
    Duration backoff(int retry, double random) {
        double doubled = firstBackoff.toMillis() * Math.pow(2, retry - 1.0);
        double bounded = Math.min(doubled, (double) longestBackoff.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.5 + random / 2)));
    }
}
