package dev.daybreak.project.asset;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How often a step of an asset is tried, and for how long.
 *
 * @param retries tries after the first; 0 for none
 * @param firstWait before the first retry; doubles with every further one; above 0
 * @param longestWait no wait is longer; at least {@code firstWait}
 * @param attemptTimeout how long one attempt may take until it publishes; empty: as long as it takes
 * @param stepTimeout how long all attempts and the waits between them may take; empty: as long as they take
 */
public record Tries(
        int retries,
        Duration firstWait,
        Duration longestWait,
        Optional<Duration> attemptTimeout,
        Optional<Duration> stepTimeout) {
    /** Two retries after 1 s and 2 s, and no bound of time. */
    public static final Tries DEFAULT =
            new Tries(2, Duration.ofSeconds(1), Duration.ofSeconds(30), Optional.empty(), Optional.empty());

    public Tries {
        Objects.requireNonNull(attemptTimeout, "attemptTimeout");
        Objects.requireNonNull(stepTimeout, "stepTimeout");
        if (retries < 0 || firstWait.toMillis() < 1 || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("Invalid tries: retries " + retries + " (at least 0), wait " + firstWait
                    + " (above 0), longest wait " + longestWait + " (not shorter)");
        }
    }

    /**
     * The wait before a retry: doubled each time up to the longest, then shortened by up to a half so that steps which failed
     * together do not come back together ("equal jitter", M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015).
     *
     * @param retry 1 for the first
     * @param random 0 to 1
     */
    public Duration waitBefore(int retry, double random) {
        double doubled = firstWait.toMillis() * Math.pow(2, retry - 1.0);
        double bounded = Math.min(doubled, (double) longestWait.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.5 + random / 2)));
    }
}
