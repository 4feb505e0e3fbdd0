package dev.daybreak.engine;

import dev.daybreak.project.time.DataInterval;
import java.util.Objects;

/**
 * Keeps rows whose column lies in a half-open interval. Dates and timestamps without a zone are read in the session's zone.
 *
 * @param column a date, timestamp or timestamptz column
 */
public record TimeFilter(String column, DataInterval interval) {
    public TimeFilter {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(interval, "interval");
    }
}
