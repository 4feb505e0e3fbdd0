package dev.daybreak.project.plan;

import dev.daybreak.project.time.DataInterval;
import java.util.Objects;

/**
 * The part of a published table that lies in one stretch of time, with its version.
 *
 * @param interval {@link DataInterval#ALL} for a table that is not cut along time
 * @param version changes if and only if the data changes
 */
public record Slice(DataInterval interval, String version, long rows) {
    public Slice {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(version, "version");
    }
}
