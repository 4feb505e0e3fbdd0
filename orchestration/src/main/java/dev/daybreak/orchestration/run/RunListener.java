package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.asset.AssetKey;
import java.time.Duration;

/** Watches a run, to show it. Called by several threads at once; must be quick and must not throw. */
public interface RunListener {
    /** Shows nothing. */
    RunListener NONE = new RunListener() {};

    /** @param assets how many were asked for */
    default void runStarted(String run, int assets) {}

    /** An asset's inputs are settled and what is to be done about it is known: nothing, if there are 0 steps. */
    default void planned(AssetKey asset, int steps, int partitions) {}

    /** @param tryNumber 1 for the first attempt */
    default void stepStarted(StepSpan step, int tryNumber) {}

    /** Rows dealt with so far, of all that is known of; {@code total} is -1 while unknown. */
    default void stepProgress(StepSpan step, long rows, long total) {}

    /** An attempt failed, and another follows after a wait. */
    default void stepRetried(StepSpan step, Failure failure, Duration wait) {}

    /** What a step waits for is not there; told again at each look. */
    default void stepWaits(StepSpan step, String words) {}

    /** A step ended: succeeded, failed or cancelled. */
    default void stepFinished(StepResult result) {}

    /** A step is not tried; {@link StepResult#words} says why. */
    default void stepSkipped(StepResult result) {}

    default void runEnded(RunResult result) {}
}
