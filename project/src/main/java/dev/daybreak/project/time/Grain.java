package dev.daybreak.project.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;

/** How long a partition's data interval is. Intervals are cut in the project's time zone, so a day may have 23 or 25 hours. */
public enum Grain {
    // A clock change that falls inside an hour (Lord Howe Island: by half an hour) cuts that hour in two.
    HOUR {
        @Override
        ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart) {
            Instant hour = time.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS).toInstant();
            ZoneOffsetTransition change = time.getZone()
                    .getRules()
                    .previousTransition(time.toInstant().plusNanos(1));
            boolean isCut = change != null && change.getInstant().isAfter(hour);
            return (isCut ? change.getInstant() : hour).atZone(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime start) {
            Instant hour = start.toOffsetDateTime()
                    .truncatedTo(ChronoUnit.HOURS)
                    .plusHours(1)
                    .toInstant();
            ZoneOffsetTransition change = start.getZone().getRules().nextTransition(start.toInstant());
            boolean isCut = change != null && change.getInstant().isBefore(hour);
            return (isCut ? change.getInstant() : hour).atZone(start.getZone());
        }
    },
    DAY {
        @Override
        ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart) {
            return time.toLocalDate().atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime start) {
            return start.toLocalDate().plusDays(1).atStartOfDay(start.getZone());
        }
    },
    WEEK {
        @Override
        ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart) {
            return time.toLocalDate()
                    .with(TemporalAdjusters.previousOrSame(weekStart))
                    .atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime start) {
            return start.toLocalDate().plusWeeks(1).atStartOfDay(start.getZone());
        }
    },
    MONTH {
        @Override
        ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart) {
            return time.toLocalDate().withDayOfMonth(1).atStartOfDay(time.getZone());
        }

        @Override
        ZonedDateTime next(ZonedDateTime start) {
            return start.toLocalDate().plusMonths(1).atStartOfDay(start.getZone());
        }
    };

    /** The start of the interval that holds {@code time}. */
    abstract ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart);

    /** The start of the interval after the one that starts at {@code start}. */
    abstract ZonedDateTime next(ZonedDateTime start);
}
