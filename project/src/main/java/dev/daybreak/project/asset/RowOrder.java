package dev.daybreak.project.asset;

import java.util.List;

/** In which order rows lie in the files of a table's partitions, so that rows with near values are in few of them. */
public sealed interface RowOrder {
    /** At least one. */
    List<String> columns();

    /** By the first column, among equal values by the next, and so on; small values first, null before all. */
    record Sorted(List<String> columns) implements RowOrder {
        public Sorted {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("Invalid order: it names no column");
            }
        }
    }

    /**
     * Along a curve on which rows are near each other that are near in all of the columns: the bits of the columns' ranks are taken in turn
     * (G. M. Morton, "A computer oriented geodetic data base and a new technique in file sequencing", 1966).
     */
    record ZOrdered(List<String> columns) implements RowOrder {
        /** With more, no column has enough bits in the curve to tell files apart. */
        public static final int MOST_COLUMNS = 4;

        public ZOrdered {
            columns = List.copyOf(columns);
            if (columns.size() < 2 || columns.size() > MOST_COLUMNS) {
                throw new IllegalArgumentException(
                        "Invalid z-order: " + columns.size() + " columns, but there must be 2 to " + MOST_COLUMNS);
            }
        }
    }
}
