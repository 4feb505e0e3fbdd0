package dev.daybreak.project.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The years of which tests look at every tick. {@code -Dschedule.years=20} is all that is known of clocks to be moved. */
final class Years {
    static final int COUNT = Integer.getInteger("schedule.years", 4);

    /** Of those that begin with 2010. */
    static final Instant END =
            LocalDate.of(2010 + COUNT, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private Years() {}
}
