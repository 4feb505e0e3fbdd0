package dev.daybreak.orchestration.history;

import java.util.Objects;

/**
 * What became of a partition that a run did not bring up to date.
 *
 * @param state final, and not succeeded
 */
public record Undone(StepState state) {
    public Undone {
        Objects.requireNonNull(state, "state");
    }

    /** Whether it should have been done: it failed, or could not be tried since something else failed, or was cancelled. */
    public boolean isFailure() {
        return state != StepState.OMITTED;
    }

    /** Such as "failed" or "was skipped". */
    public String words() {
        return state == StepState.FAILED ? "failed" : "was " + state;
    }
}
