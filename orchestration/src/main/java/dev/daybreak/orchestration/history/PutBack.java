package dev.daybreak.orchestration.history;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A table that was put back to an earlier snapshot.
 *
 * @param snapshot that it is at now
 * @param at when that was made
 * @param led the snapshots that led to it, as far as they have not expired, and itself
 * @param known all that the table still has
 */
public record PutBack(long snapshot, Instant at, Set<Long> led, Set<Long> known) {
    public PutBack {
        Objects.requireNonNull(at, "at");
        led = Set.copyOf(led);
        known = Set.copyOf(known);
    }
}
