package dev.daybreak.engine;

import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;

/**
 * Keeps rows whose column lies in a half-open interval; null lies in none. Dates and timestamps without a zone are read in the
 * session's zone, a date as the start of its day. {@link DataInterval#ALL} keeps every row, with null too.
 *
 * @param column a date, timestamp or timestamptz column
 */
public record TimeFilter(String column, DataInterval interval) {
    public TimeFilter {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(interval, "interval");
    }

    /** The first date whose day starts at or after an instant. */
    public static LocalDate firstDate(Instant at, ZoneId zone) {
        LocalDate date = at.atZone(zone).toLocalDate();
        return date.atStartOfDay(zone).toInstant().isBefore(at) ? date.plusDays(1) : date;
    }

    /**
     * The first wall-clock time at or after an instant, so that comparing with it puts each row into one of two neighbouring
     * intervals. A time that occurs twice, when clocks go back, counts as its first occurrence; one that does not exist, when
     * they go forward, counts as after the change.
     */
    public static LocalDateTime firstTime(Instant at, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusNanos(1));
        LocalDateTime time = LocalDateTime.ofInstant(at, zone);
        if (change == null) {
            return time;
        }
        boolean afterGap = change.isGap() && change.getInstant().equals(at);
        boolean secondPass = change.isOverlap() && time.isBefore(change.getDateTimeBefore());
        return afterGap || secondPass ? change.getDateTimeBefore() : time;
    }
}
