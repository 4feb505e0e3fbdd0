package dev.daybreak.project.schedule;

import dev.daybreak.project.alert.OnEnd;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A trigger with a selection of assets. {@link Ticks} tells when one with a schedule runs, and for which data intervals.
 *
 * @param zone in which its schedule, calendar spans and dates are meant: its own, else the project's
 * @param start no interval that its schedule cuts begins before it
 * @param end no interval that its schedule cuts ends after it; later than the start
 * @param watermark how long it waits after the end of an interval for late data
 * @param jitter how far its runs are spread after that: by nothing up to this, exclusive; at most {@link #LONGEST_JITTER_DAYS}
 * @param missed what becomes of the times that nobody ran
 * @param maxActiveRuns how many of its runs may be open at once, from 1 on
 * @param priority a greater one goes first
 * @param enabled whether its trigger is heard; by hand it runs in any case
 * @param onEnd who hears of its runs
 * @param selection as on the command line, such as {@code +models.click_model}
 */
public record Pipeline(
        String name,
        About about,
        Trigger trigger,
        ZoneId zone,
        Optional<Instant> start,
        Optional<Instant> end,
        Span watermark,
        Span jitter,
        Missed missed,
        int maxActiveRuns,
        int priority,
        boolean enabled,
        OnEnd onEnd,
        List<String> selection) {
    /** So that few ticks can be due at the same time, however often a schedule fires. */
    public static final int LONGEST_JITTER_DAYS = 7;

    /** No time at all. */
    public static final Span NO_SPAN = new Span(0, ChronoUnit.MINUTES);

    public Pipeline {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(watermark, "watermark");
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(missed, "missed");
        Objects.requireNonNull(onEnd, "onEnd");
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            throw new IllegalArgumentException("Invalid end " + end.get() + " of pipeline '" + name
                    + "': it is not after the start " + start.get());
        }
        if (!mayBeJitter(jitter)) {
            throw new IllegalArgumentException("Invalid jitter " + jitter + " of pipeline '" + name
                    + "'; permitted: at most " + LONGEST_JITTER_DAYS + " days");
        }
        if (maxActiveRuns < 1) {
            throw new IllegalArgumentException("Invalid number of active runs " + maxActiveRuns + " of pipeline '"
                    + name + "'; permitted: 1 or more");
        }
        selection = List.copyOf(selection);
    }

    /** A pipeline of whose runs nobody hears. */
    public Pipeline(
            String name,
            About about,
            Trigger trigger,
            ZoneId zone,
            Optional<Instant> start,
            Optional<Instant> end,
            Span watermark,
            Span jitter,
            Missed missed,
            int maxActiveRuns,
            int priority,
            boolean enabled,
            List<String> selection) {
        this(
                name,
                about,
                trigger,
                zone,
                start,
                end,
                watermark,
                jitter,
                missed,
                maxActiveRuns,
                priority,
                enabled,
                OnEnd.NOBODY,
                selection);
    }

    /** Whether a span is short enough for a jitter. */
    public static boolean mayBeJitter(Span span) {
        Duration length = span.unit().getDuration().multipliedBy(span.count());
        return length.compareTo(Duration.ofDays(LONGEST_JITTER_DAYS)) <= 0;
    }

    /** One that runs only when somebody asks for it, with the defaults of the project format. */
    public static Pipeline byHand(String name, About about, ZoneId zone, List<String> selection) {
        return new Pipeline(
                name,
                about,
                new Trigger.ByHand(),
                zone,
                Optional.empty(),
                Optional.empty(),
                NO_SPAN,
                NO_SPAN,
                Missed.DEFAULT,
                1,
                0,
                true,
                selection);
    }
}
