package dev.daybreak.pipelines.api;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step gets while it is tried. A step may be tried more than once (after a failure, or when its process died), but what it
 * yields is published once. What it does outside should therefore do no harm when it is done twice: {@link #key} is the same for
 * every try.
 *
 * <p>The value of a step is small and plain: null, text, Boolean, Integer, Long, Double, BigDecimal, Instant, LocalDate, an enum or
 * record of the pipeline's own class, or a List or a Map with text keys of these; at most {@link #MOST_VALUE_BYTES} as JSON. Large data
 * belongs into a table or a file, whose name is the value.
 *
 * <p>Used by the thread that does the step, except for {@link #log}, {@link #warn} and {@link #progress}.
 */
public interface StepContext {
    /** 256 KB. */
    int MOST_VALUE_BYTES = 256 * 1024;

    /** Where the data interval of the run begins, inclusive. */
    Instant start();

    /** Where it ends, exclusive. */
    Instant end();

    /** The pipeline's time zone. */
    ZoneId zone();

    /** The day on which the interval begins, in the pipeline's time zone. */
    default LocalDate day() {
        return start().atZone(zone()).toLocalDate();
    }

    /** The id of the run. */
    String run();

    /** Names this step of this run; the same for every try. */
    String key();

    /** Names this try. */
    String attempt();

    /** The folder of the project. */
    Path project();

    /** The value of a variable of {@code daybreak.yaml}: text, Long, Double, BigDecimal or Boolean; empty if there is none. */
    Optional<Object> variable(String name);

    /**
     * The value of a step that this one comes after, directly or not; null if it yielded nothing.
     *
     * @throws IllegalStateException if it was not done for this interval
     */
    default <T> T value(Step<T> step) {
        return find(step).orElse(null);
    }

    /**
     * The value of a step that this one comes after, directly or not; empty if it yielded nothing.
     *
     * @throws IllegalStateException if it was not done for this interval
     */
    <T> Optional<T> find(Step<T> step);

    /** Whether a step was done for this interval. */
    boolean isDone(Step<?> step);

    /**
     * The rows of a SELECT over the tables of the lake, at most 10,000, by column name; {@code :start} and {@code :end} are those of the
     * interval. Tables that are read this way are not known as inputs: see {@link Step#afterAsset}.
     */
    List<Map<String, Object>> query(String sql);

    /** A line in the step's log. */
    void log(String line);

    /** Something odd that was handled. */
    void warn(String line);

    /** How much is done so far; {@code total} is -1 while unknown. */
    void progress(long done, long total);

    /** Ends the step without failing: it, and what comes after it, is left out. */
    default SkipStep skip(String why) {
        return new SkipStep(why);
    }
}
