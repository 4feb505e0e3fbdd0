package dev.daybreak.project.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The times of several crons together. */
record CronFirings(List<Cron> crons, ZoneId zone) implements Firings {
    /** How far back the time before is looked for at first where nothing is known. */
    private static final Duration SOME_WINDOW = Duration.ofDays(1);

    /** Longer than any schedule is silent; see {@link Cron}. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(42 * 366);

    CronFirings {
        crons = List.copyOf(crons);
        Objects.requireNonNull(zone, "zone");
        if (crons.isEmpty()) {
            throw new IllegalArgumentException("Invalid timetable: it has no schedule; permitted: one or more");
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return crons.stream().flatMap(cron -> cron.next(after, zone).stream()).min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        try {
            Instant clear = before;
            Duration window = Duration.ZERO;
            Duration step = distanceAfter(before);
            while (window.compareTo(LONGEST_WINDOW) < 0) {
                window = window.multipliedBy(2).plus(step);
                Instant from = before.minus(window);
                Optional<Instant> found = nextBefore(from, before);
                if (found.isPresent()) {
                    return Optional.of(last(found.get(), clear, before));
                }
                clear = from;
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Between the next two times: that between the two before is often the same. */
    private Duration distanceAfter(Instant instant) {
        Optional<Instant> one = next(instant);
        return one.flatMap(this::next)
                .map(other -> Duration.between(one.get(), other))
                .orElse(SOME_WINDOW);
    }

    private Optional<Instant> nextBefore(Instant from, Instant before) {
        return next(from).filter(time -> time.isBefore(before));
    }

    /**
     * The last time before an instant.
     *
     * @param known such a time
     * @param clear after which there is none
     */
    private Instant last(Instant known, Instant clear, Instant before) {
        Instant last = known;
        Instant none = clear;
        for (Optional<Instant> then = nextBefore(last, before); then.isPresent(); then = nextBefore(last, before)) {
            last = then.get();
            Instant middle = last.plus(Duration.between(last, none).dividedBy(2));
            Optional<Instant> later = middle.isAfter(last) ? nextBefore(middle, before) : Optional.empty();
            if (later.isPresent()) {
                last = later.get();
            } else if (middle.isAfter(last)) {
                none = middle;
            }
        }
        return last;
    }

    @Override
    public String toString() {
        return crons.stream().map(Cron::toString).collect(Collectors.joining(", "));
    }
}
