package dev.daybreak.project.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A grain with the day a week starts on: cuts the time line of a zone into partitions.
 *
 * @param weekStart matters only for {@link Grain#WEEK}
 */
public record Cadence(Grain grain, DayOfWeek weekStart) implements IntervalCut {
    public static final Cadence DAILY = new Cadence(Grain.DAY, DayOfWeek.MONDAY);

    public Cadence {
        Objects.requireNonNull(grain, "grain");
        Objects.requireNonNull(weekStart, "weekStart");
    }

    /** The interval that holds an instant. */
    public DataInterval at(Instant instant, ZoneId zone) {
        ZonedDateTime start = grain.floor(instant.atZone(zone), weekStart);
        return new DataInterval(start.toInstant(), grain.next(start).toInstant());
    }

    @Override
    public List<DataInterval> within(DataInterval range, ZoneId zone) {
        List<DataInterval> intervals = new ArrayList<>();
        DataInterval interval = at(range.start(), zone);
        if (interval.start().isBefore(range.start())) {
            interval = at(interval.end(), zone);
        }
        while (!interval.end().isAfter(range.end())) {
            intervals.add(interval);
            interval = at(interval.end(), zone);
        }
        return intervals;
    }

    @Override
    public List<DataInterval> overlapping(DataInterval range, ZoneId zone) {
        List<DataInterval> intervals = new ArrayList<>();
        DataInterval interval = at(range.start(), zone);
        while (interval.start().isBefore(range.end())) {
            intervals.add(interval);
            interval = at(interval.end(), zone);
        }
        return intervals;
    }
}
