package dev.daybreak.models.registry;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A line of the promotion log: an alias was moved.
 *
 * @param from the version it stood on; empty for the first time
 */
public record Promotion(String name, Kind kind, OptionalInt from, int to, String who, String why, Instant at) {
    /** Forward to a chosen version, or back to the one before. */
    public enum Kind {
        PROMOTE,
        ROLLBACK
    }
}
