package dev.daybreak.project.schedule;

import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The times at which a schedule fires, without beginning or end. Immutable; two are equal if they were made from equal parts.
 */
public final class Timetable {
    private final Firings firings;

    private Timetable(Firings firings) {
        this.firings = firings;
    }

    /**
     * The times of several schedules together; one that two of them name counts once.
     *
     * @param crons at least one
     */
    public static Timetable of(List<Cron> crons, ZoneId zone) {
        return new Timetable(new CronFirings(crons, zone));
    }

    /**
     * Times at equal distances. Minutes and hours are exact multiples, counted from the anchor, else from 1970-01-01T00:00Z.
     * Days, weeks and months are steps on the calendar of the zone, each counted from the anchor anew, so that 31 January is
     * followed by 28 February and 31 March; without an anchor they are counted from a midnight: days and months from
     * 1970-01-01, weeks from Monday 1970-01-05. A time that does not exist where clocks go forward becomes the end of the gap, and
     * one that occurs twice is the first.
     *
     * @param span at least 1
     * @param anchor a time at which it fires; there are others before it, too
     */
    public static Timetable every(Span span, Optional<Instant> anchor, ZoneId zone) {
        return new Timetable(EveryFirings.of(span, anchor, zone));
    }

    /** The first time after an instant, exclusive; empty if it would lie beyond what can be told. */
    public Optional<Instant> next(Instant after) {
        return firings.next(after);
    }

    /**
     * The last time before an instant, exclusive; empty if it would lie beyond what can be told.
     *
     * <p>Crons only know what comes next. So it is asked what comes after ever earlier instants: first as far back as the next two
     * times lie apart, then each time twice as far, until a time before the instant comes. The last such time is then found by
     * halving what is left between it and the instant.
     */
    public Optional<Instant> previous(Instant before) {
        return firings.previous(before);
    }

    /** As it was written: {@code 0 6 * * 1}, {@code 0 6 * * 1, @hourly} or {@code every 15 minutes}. */
    @Override
    public String toString() {
        return firings.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timetable timetable && timetable.firings.equals(firings);
    }

    @Override
    public int hashCode() {
        return firings.hashCode();
    }
}
