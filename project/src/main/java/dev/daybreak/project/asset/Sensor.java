package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that must be there before a step of an asset is tried.
 *
 * @param every how long after a look the next one follows; doubles with every further look
 * @param longestPause no pause between two looks is longer
 * @param timeout how long after the first look nobody looks any more
 * @param isSoft whether the step is then skipped; else it fails
 */
public record Sensor(
        Condition condition, Duration every, Duration longestPause, Duration timeout, boolean isSoft, Place place) {
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(30);
    public static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofMinutes(10);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(24);

    public Sensor {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(longestPause, "longestPause");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(place, "place");
    }

    /** What is looked for. */
    public sealed interface Condition {}

    /** @param path of a file; relative to the project's root; the last part may be a glob */
    public record FileThere(IntervalTemplate path) implements Condition {}

    /** @param status of the answer to a GET */
    public record UrlAnswers(IntervalTemplate url, int status) implements Condition {}

    /** @param connection its name in {@code daybreak.yaml} */
    public record RowFound(String connection, IntervalTemplate sql) implements Condition {}

    /** The asset's partitions that overlap the step's are all published. */
    public record Published(AssetKey asset) implements Condition {}

    /** @param delay after the end of the step's last partition */
    public record TimePassed(Duration delay) implements Condition {
        /** From when on it holds for an interval. */
        public Instant due(DataInterval interval) {
            return interval.end().plus(delay);
        }
    }

    /**
     * @param looks how many there were, at least 1
     * @return how long to wait before the next
     */
    public Duration pauseAfter(int looks) {
        Duration pause = every;
        for (int look = 1; look < looks && pause.compareTo(longestPause) < 0; look++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
