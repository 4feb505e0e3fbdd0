package dev.daybreak.project.schedule;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalCut;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The data intervals that the firings of a timetable cut, as {@link Ticks} has them.
 *
 * @param start no interval begins before it; empty: no bound
 * @param end no interval ends after it; empty: no bound
 */
public record TickCut(Timetable timetable, Optional<Instant> start, Optional<Instant> end) implements IntervalCut {
    public TickCut {
        Objects.requireNonNull(timetable, "timetable");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    @Override
    public List<DataInterval> within(DataInterval range, ZoneId zone) {
        return overlapping(range, zone).stream().filter(range::contains).toList();
    }

    @Override
    public List<DataInterval> overlapping(DataInterval range, ZoneId zone) {
        List<DataInterval> intervals = new ArrayList<>();
        Instant from = start.filter(range.start()::isBefore).orElse(range.start());
        Optional<Instant> open = timetable.previous(from.plusNanos(1)).or(() -> timetable.next(from));
        while (open.isPresent() && open.get().isBefore(range.end())) {
            Optional<Instant> close = timetable.next(open.get());
            if (close.isEmpty() || (end.isPresent() && close.get().isAfter(end.get()))) {
                break;
            }
            if (start.isEmpty() || !open.get().isBefore(start.get())) {
                intervals.add(new DataInterval(open.get(), close.get()));
            }
            open = close;
        }
        return intervals;
    }
}
