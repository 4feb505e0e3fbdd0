package dev.daybreak.lake;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What maintenance of a table must leave alone for the sake of others.
 *
 * @param now from which ages are counted
 * @param oldestWork when the oldest run began whose steps may still be looked for in the table's history; empty if none is at work
 * @param liveAttempts names of attempts that go on
 * @param heldSnapshots that models or others point to
 */
public record MaintenanceBounds(
        Instant now, Optional<Instant> oldestWork, Set<String> liveAttempts, Set<Long> heldSnapshots) {
    public MaintenanceBounds {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(oldestWork, "oldestWork");
        liveAttempts = Set.copyOf(liveAttempts);
        heldSnapshots = Set.copyOf(heldSnapshots);
    }
}
