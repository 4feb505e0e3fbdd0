package dev.daybreak.project.schedule;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * When a pipeline's schedule makes it run, and for which data intervals. A firing covers what lies between the firing before
 * it and itself, so the intervals of a pipeline abut. It is due when the watermark after its end has gone by, and a jitter after
 * that: a time from nothing up to the pipeline's jitter (exclusive), in milliseconds, that SHA-256 draws from the pipeline's name
 * and the interval's start, so that it is the same whoever asks. Ticks may hence fall due in another order than their intervals'.
 *
 * <p>Only intervals between the pipeline's start and end count. Whether the pipeline is enabled does not matter here. A pipeline
 * without a schedule has no ticks. Times before {@link DataInterval#ALL} or after it are never told.
 */
public final class Ticks {
    private Ticks() {}

    /**
     * The ticks that fall due in a span of time, oldest interval first.
     *
     * @param after exclusive
     * @param until inclusive
     * @param most how many at most: if there are more, those with the newest intervals
     */
    public static List<Tick> due(Pipeline pipeline, Instant after, Instant until, int most) {
        if (!(pipeline.trigger() instanceof Trigger.OnSchedule schedule)) {
            return List.of();
        }
        Timetable timetable = schedule.timetable();
        Bounds bounds = Bounds.of(pipeline);
        Instant from = bounds.firstFiring(after);
        List<Tick> found = new ArrayList<>();
        Optional<Instant> end = timetable.previous(bounds.lastFiring(until).plusNanos(1));
        while (end.isPresent() && end.get().isAfter(from) && found.size() < most) {
            Optional<Instant> start = timetable.previous(end.get()).filter(bounds::isNotBeforeStart);
            if (start.isPresent()) {
                Tick tick = tick(pipeline, start.get(), end.get());
                if (tick.due().isAfter(after) && !tick.due().isAfter(until)) {
                    found.add(tick);
                }
            }
            end = start;
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }

    /** The tick that falls due first after an instant, exclusive; of several the one with the oldest interval. */
    public static Optional<Tick> next(Pipeline pipeline, Instant after) {
        if (!(pipeline.trigger() instanceof Trigger.OnSchedule schedule)) {
            return Optional.empty();
        }
        Timetable timetable = schedule.timetable();
        Bounds bounds = Bounds.of(pipeline);
        Instant from = bounds.firstFiring(after);
        Optional<Instant> start = timetable
                .next(from)
                .flatMap(timetable::previous)
                .filter(bounds::isNotBeforeStart)
                .or(() -> timetable.next(bounds.start().minusNanos(1)));
        Optional<Tick> best = Optional.empty();
        while (start.isPresent()) {
            Optional<Instant> end = timetable.next(start.get()).filter(time -> !time.isAfter(bounds.end()));
            if (end.isEmpty()
                    || (best.isPresent()
                            && bounds.earliestDue(end.get()).isAfter(best.get().due()))) {
                break;
            }
            Tick tick = tick(pipeline, start.get(), end.get());
            boolean isSooner = best.isEmpty() || tick.due().isBefore(best.get().due());
            best = tick.due().isAfter(after) && isSooner ? Optional.of(tick) : best;
            start = end;
        }
        return best;
    }

    private static Tick tick(Pipeline pipeline, Instant start, Instant end) {
        Instant due = pipeline.watermark().after(end, pipeline.zone());
        Instant latest = pipeline.jitter().after(due, pipeline.zone());
        long range = Duration.between(due, latest).toMillis();
        long jitter = range > 0 ? Long.remainderUnsigned(hash(pipeline.name() + "\n" + start), range) : 0;
        return new Tick(new DataInterval(start, end), due.plusMillis(jitter));
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot find SHA-256, which every Java has", e);
        }
    }

    /**
     * Between which firings a tick can lie, given when it is due. Calendar spans keep no order: where clocks change, or months
     * end, a later time may come out earlier. So the bounds are a little wide.
     *
     * @param start the pipeline's, else the first instant that is told
     * @param end the pipeline's, else the last instant that is told
     */
    private record Bounds(Pipeline pipeline, Instant start, Instant end) {
        static Bounds of(Pipeline pipeline) {
            return new Bounds(
                    pipeline,
                    pipeline.start().orElse(DataInterval.ALL.start()),
                    pipeline.end().orElse(DataInterval.ALL.end()));
        }

        boolean isNotBeforeStart(Instant time) {
            return !time.isBefore(start);
        }

        /** Exclusive. */
        Instant firstFiring(Instant after) {
            Instant known = max(after, DataInterval.ALL.start());
            Instant due = pipeline.jitter().before(known, pipeline.zone()).minus(slack(pipeline.jitter()));
            Instant end = pipeline.watermark().before(due, pipeline.zone()).minus(slack(pipeline.watermark()));
            return max(end.minusNanos(1), start);
        }

        /** Inclusive. */
        Instant lastFiring(Instant until) {
            Instant known = min(until, DataInterval.ALL.end());
            return min(pipeline.watermark().before(known, pipeline.zone()).plus(slack(pipeline.watermark())), end);
        }

        /** What neither a firing at that time nor any later one is due before. */
        Instant earliestDue(Instant firing) {
            return pipeline.watermark().after(firing, pipeline.zone()).minus(slack(pipeline.watermark()));
        }

        /** By how much a time plus a span may come out too early or too late: a skipped day, and the end of February. */
        private static Duration slack(Span span) {
            if (span.count() == 0 || span.unit().isTimeBased()) {
                return Duration.ZERO;
            }
            return Duration.ofHours(span.unit() == ChronoUnit.MONTHS ? 4 * 24 + 2 : 26);
        }

        private static Instant max(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static Instant min(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }
    }
}
