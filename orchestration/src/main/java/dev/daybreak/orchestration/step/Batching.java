package dev.daybreak.orchestration.step;

import java.util.Objects;

/**
 * How partitions of an asset become steps, and which of them may run at a time.
 *
 * @param most neighbouring partitions of one step, at least 1
 */
public record Batching(int most, Order order) {
    /** What the steps of one asset in one run owe to each other. */
    public enum Order {
        /** Nothing: they run side by side. */
        ANY,
        /** They compute side by side; each is audited and published when those of earlier partitions have ended. */
        PUBLISHED_IN_TURN,
        /** One runs after the other, oldest first. */
        ONE_BY_ONE,
        /** The same, and those after one that was not published are skipped: each builds on what the one before has published. */
        IN_SUCCESSION
    }

    public Batching {
        Objects.requireNonNull(order, "order");
        if (most < 1) {
            throw new IllegalArgumentException("Invalid batching: at most " + most + " partitions, must be at least 1");
        }
    }
}
