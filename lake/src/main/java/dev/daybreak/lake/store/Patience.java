package dev.daybreak.lake.store;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a store is borne with.
 *
 * @param attempts how often a request is sent at most; waits in between double, with chance in them
 * @param silence after which a connection on which nothing comes is given up
 */
public record Patience(int attempts, Duration silence) {
    /** About two minutes for a store that answers with errors, ten for one that does not answer at all. */
    public static final Patience USUAL = new Patience(10, Duration.ofSeconds(60));

    public Patience {
        Objects.requireNonNull(silence, "silence");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
    }
}
