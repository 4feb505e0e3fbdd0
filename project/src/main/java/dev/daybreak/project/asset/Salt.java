package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import java.util.Objects;
import java.util.Optional;

/**
 * How the rows of one join are spread where few values of its key have most of them: each row of the side that has many gets one of some
 * numbers, and each row of the other side is there once for each number. The rows of the outcome are the same.
 *
 * @param table what the text calls the table whose rows are many; empty: the left of the two that are joined
 * @param column the column that the join compares
 * @param buckets how many numbers; at least 2
 * @param place where it is declared
 */
public record Salt(Optional<String> table, String column, int buckets, Place place) {
    /** What the numbers are called where an engine reads them. */
    public static final String COLUMN = "daybreak_salt";

    /** Most numbers; every row of the other side is copied so many times. */
    public static final int MOST_BUCKETS = 1024;

    public Salt {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(place, "place");
        if (buckets < 2 || buckets > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "Invalid salt: " + buckets + " buckets, but there must be 2 to " + MOST_BUCKETS);
        }
    }

    /** The key as it is written. */
    public String key() {
        return table.map(name -> name + ".").orElse("") + column;
    }
}
