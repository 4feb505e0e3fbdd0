package dev.daybreak.project.asset;

import dev.daybreak.project.time.Cadence;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How an asset is cut into partitions along time.
 *
 * @param column the date or timestamp column that decides a row's partition; for a model, the column of its training table; empty if only
 *     its intervals are cut, and rows of all of them lie together
 * @param start where the first partition begins if not at the project's start
 */
public record TimePartition(String column, Cadence cadence, Optional<Instant> start) {
    public TimePartition {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(cadence, "cadence");
        Objects.requireNonNull(start, "start");
    }

    /** Whether rows, too, lie apart by interval. */
    public boolean hasColumn() {
        return !column.isEmpty();
    }
}
