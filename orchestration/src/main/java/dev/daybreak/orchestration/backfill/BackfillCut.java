package dev.daybreak.orchestration.backfill;

/**
 * How a backfill is cut into runs, and how they go.
 *
 * @param batch how many neighbouring intervals of the finest asset a run covers at most; at least 1
 * @param concurrency how many of its runs may be at work at a time; at least 1
 */
public record BackfillCut(int batch, int concurrency, Order order) {
    /** How many intervals a run covers at most if nobody says. */
    public static final int DEFAULT_BATCH = 30;

    /** In which order the runs start. */
    public enum Order {
        FORWARD,
        BACKWARD
    }

    public BackfillCut {
        if (batch < 1 || concurrency < 1) {
            throw new IllegalArgumentException("Invalid cut: batch " + batch + ", concurrency " + concurrency);
        }
    }
}
