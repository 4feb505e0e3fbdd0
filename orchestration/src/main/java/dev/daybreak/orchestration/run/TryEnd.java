package dev.daybreak.orchestration.run;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import java.util.Set;

/** What came of one try of a step. */
sealed interface TryEnd {
    /**
     * The step has ended and that is recorded.
     *
     * @param refused partitions of it that were not published
     */
    record Ended(StepResult result, Set<DataInterval> refused) implements TryEnd {}

    /** The attempt failed. */
    record Failed(DaybreakException failure, boolean isWorthRetry) implements TryEnd {}

    /** Another run works on some of the partitions. Nothing was begun. */
    record Busy() implements TryEnd {}

    /** Another run has published some of the partitions since they were planned. Nothing was begun. */
    record Outdated() implements TryEnd {}

    /** It was to stop and did not; its thread is left alone. What it stood for ended like this. */
    record GivenUp(TryEnd end) implements TryEnd {}

    /** The run was cancelled before anything was published. */
    record Cancelled() implements TryEnd {}
}
