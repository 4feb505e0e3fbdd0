package dev.daybreak.project.time;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** A data interval as people say it, in the project's zone. */
public final class IntervalText {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    private IntervalText() {}

    /** {@code all data}, {@code 2023-01-01}, {@code 2023-01-02 to 2023-01-08} (whole days, both included), or minutes. */
    public static String of(DataInterval interval, ZoneId zone) {
        if (interval.isAll()) {
            return "all data";
        }
        ZonedDateTime start = interval.start().atZone(zone);
        ZonedDateTime end = interval.end().atZone(zone);
        if (!isMidnight(start) || !isMidnight(end)) {
            return MINUTE.format(start) + " to " + MINUTE.format(end);
        }
        String first = start.toLocalDate().toString();
        String last = end.toLocalDate().minusDays(1).toString();
        return first.equals(last) ? first : first + " to " + last;
    }

    private static boolean isMidnight(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
