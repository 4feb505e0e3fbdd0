package dev.daybreak.engine;

/**
 * One side of a join that is spread by a number beside its key, in a column {@link dev.daybreak.project.asset.Salt#COLUMN} of type int
 * behind the relation's own: from 0 up to {@code buckets}, exclusive.
 *
 * @param buckets at least 2
 */
public record Salting(Side side, int buckets) {
    /** What becomes of a row. */
    public enum Side {
        /** It gets one of the numbers; each number gets about as many rows. */
        SPREAD,
        /** It is there once for each number. */
        COPIED
    }

    public Salting {
        if (buckets < 2) {
            throw new IllegalArgumentException("Invalid salting: " + buckets + " buckets, but there must be 2 or more");
        }
    }
}
