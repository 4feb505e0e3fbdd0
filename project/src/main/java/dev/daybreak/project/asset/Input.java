package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * An asset that another reads, and how much of it.
 *
 * @param optional whether missing partitions of the input may be read as empty
 */
public record Input(AssetKey asset, Window window, boolean optional, Place place) {
    public Input {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(place, "place");
    }

    /** Which span of an input one partition reads. */
    public sealed interface Window {
        /** The span that is read for the reader's interval, clipped to what {@link DataInterval#ALL} holds. */
        DataInterval of(DataInterval interval, ZoneId zone);
    }

    /** The reader's own interval. */
    public record SameInterval() implements Window {
        @Override
        public DataInterval of(DataInterval interval, ZoneId zone) {
            return interval;
        }

        @Override
        public String toString() {
            return "same interval";
        }
    }

    /** The span that ends where the reader's interval ends; never shorter than that interval. */
    public record Last(Span span) implements Window {
        public Last {
            requireLength(span);
        }

        @Override
        public DataInterval of(DataInterval interval, ZoneId zone) {
            if (interval.isAll()) {
                return interval;
            }
            return clipped(span.before(interval.end(), zone), interval.end()).span(interval);
        }

        @Override
        public String toString() {
            return "last " + span;
        }
    }

    /** The span directly before the reader's interval, without the interval itself: only the past. It is not empty. */
    public record Before(Span span) implements Window {
        public Before {
            requireLength(span);
        }

        @Override
        public DataInterval of(DataInterval interval, ZoneId zone) {
            return interval.isAll() ? interval : clipped(span.before(interval.start(), zone), interval.start());
        }

        @Override
        public String toString() {
            return "the " + span + " before";
        }
    }

    private static void requireLength(Span span) {
        if (span.count() == 0) {
            throw new IllegalArgumentException("Invalid window: its span is " + span + ", must be longer than nothing");
        }
    }

    private static DataInterval clipped(Instant start, Instant end) {
        return new DataInterval(start.isBefore(DataInterval.ALL.start()) ? DataInterval.ALL.start() : start, end);
    }

    /** The whole input. */
    public record Whole() implements Window {
        @Override
        public DataInterval of(DataInterval interval, ZoneId zone) {
            return DataInterval.ALL;
        }

        @Override
        public String toString() {
            return "whole";
        }
    }
}
