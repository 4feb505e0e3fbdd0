package dev.daybreak.project.time;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How long a partition's data interval is. Intervals are cut in the project's time zone, so a day may have 23 or 25 hours. */
public enum Grain {
    HOUR {
        @Override
        ZonedDateTime floor(ZonedDateTime time, DayOfWeek weekStart) {
            return time.truncatedTo(ChronoUnit.HOURS);
        }

        @Override
        ZonedDateTime next(ZonedDateTime start) {
            return start.plusHours(1);
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
