package dev.daybreak.project.time;

import java.time.Instant;
import java.util.Objects;

/**
 * The half-open span of time [start, end) that data covers; never when it ran.
 * {@link #ALL} stands for the one interval of an unpartitioned asset.
 */
public record DataInterval(Instant start, Instant end) implements Comparable<DataInterval> {
    /** Everything: from the year 1 up to the year 10000, so that both ends stay printable and fit microseconds. */
    public static final DataInterval ALL =
            new DataInterval(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));

    public DataInterval {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("Invalid data interval: start " + start + " is not before end " + end);
        }
    }

    public boolean overlaps(DataInterval other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public boolean contains(DataInterval other) {
        return !other.start.isBefore(start) && !other.end.isAfter(end);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** The smallest interval that holds both. */
    public DataInterval span(DataInterval other) {
        return new DataInterval(
                start.isBefore(other.start) ? start : other.start, end.isAfter(other.end) ? end : other.end);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    @Override
    public int compareTo(DataInterval other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : end.compareTo(other.end);
    }

    /** Spread well: seconds of hours and days have few bits of their own, and a record's hash would put them all in a few places. */
    @Override
    public int hashCode() {
        long mixed = (start.getEpochSecond() * 31 + end.getEpochSecond()) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) ^ start.getNano() ^ end.getNano();
    }

    @Override
    public String toString() {
        return isAll() ? "all" : "[" + start + ", " + end + ")";
    }
}
