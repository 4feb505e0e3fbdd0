package dev.daybreak.orchestration.step;

/**
 * How neighbouring partitions are put together into steps.
 *
 * @param most partitions of one step, at least 1
 * @param inOrder whether steps of the asset run one after the other, oldest first; else side by side
 */
public record Batching(int most, boolean inOrder) {
    public Batching {
        if (most < 1) {
            throw new IllegalArgumentException("Invalid batching: at most " + most + " partitions, must be at least 1");
        }
    }
}
