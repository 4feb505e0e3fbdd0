package dev.daybreak.project.schedule;

import dev.daybreak.project.time.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Times at equal distances: the multiples of a span, counted from an anchor in both directions. */
record EveryFirings(Span span, Optional<Instant> given, ZoneId zone) implements Firings {
    private static final LocalDate EPOCH = LocalDate.ofEpochDay(0);

    /** By how many multiples the calendar can mislead: clocks that skip a day, and a month's last days. */
    private static final int MARGIN = 2;

    static EveryFirings of(Span span, Optional<Instant> anchor, ZoneId zone) {
        return new EveryFirings(span, anchor, zone);
    }

    EveryFirings {
        Objects.requireNonNull(zone, "zone");
        if (span.count() < 1) {
            throw new IllegalArgumentException(
                    "Invalid timetable: every " + span + "; permitted: a span of at least 1");
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        try {
            return Optional.of(at(index(after) + 1));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        try {
            long index = index(before);
            // Where clocks skip a day, two multiples are the same time.
            while (!at(index).isBefore(before)) {
                index--;
            }
            return Optional.of(at(index));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The greatest multiple that is not after an instant. */
    private long index(Instant instant) {
        if (span.unit().isTimeBased()) {
            return Math.floorDiv(Duration.between(exactAnchor(), instant).toSeconds(), seconds());
        }
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        long index = Math.floorDiv(span.unit().between(localAnchor(), local), span.count()) - MARGIN;
        while (!at(index + 1).isAfter(instant)) {
            index++;
        }
        return index;
    }

    /** A multiple as a time; never less for a greater multiple. */
    private Instant at(long index) {
        if (span.unit().isTimeBased()) {
            return exactAnchor().plusSeconds(Math.multiplyExact(index, seconds()));
        }
        if (index == 0 && given.isPresent()) {
            // Its own local time may occur twice, and it may be the second.
            return given.get();
        }
        LocalDateTime local = localAnchor().plus(Math.multiplyExact(index, span.count()), span.unit());
        ZoneRules rules = zone.getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty() ? rules.getTransition(local).getInstant() : local.toInstant(offsets.get(0));
    }

    private long seconds() {
        return span.unit().getDuration().multipliedBy(span.count()).toSeconds();
    }

    private Instant exactAnchor() {
        return given.orElse(Instant.EPOCH);
    }

    private LocalDateTime localAnchor() {
        return given.map(anchor -> LocalDateTime.ofInstant(anchor, zone)).orElseGet(() -> switch (span.unit()) {
            case WEEKS -> EPOCH.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atTime(LocalTime.MIDNIGHT);
            default -> EPOCH.atTime(LocalTime.MIDNIGHT);
        });
    }

    @Override
    public String toString() {
        return "every " + span;
    }
}
