package dev.daybreak.models.evaluation;

import java.util.List;

/** Figures over rows that may be counted more or less than once. Thread-safe once made. */
interface Measures {
    /** One name per figure. */
    List<String> names();

    int rows();

    /**
     * The figures when row i counts {@code counts[i]} times, in the order of {@link #names}; NaN where one is not defined.
     *
     * @param counts one per row, in whatever order these measures keep their rows; {@link #rows} in sum. Null counts every row once
     */
    double[] of(int[] counts);

    /** What lines show of the rows, each counted once. */
    Curves curves();
}
