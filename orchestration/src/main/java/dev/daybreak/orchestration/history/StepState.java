package dev.daybreak.orchestration.history;

import java.util.Locale;

/** How a step stands. */
public enum StepState {
    /** Something must come first: the time of its next try, or the end of an earlier step of its asset. */
    WAITING(false),
    /** Any worker that has room may take it. */
    READY(false),
    /** An attempt at it is live. */
    RUNNING(false),
    SUCCEEDED(true),
    /** No attempt succeeded, or at least one of its partitions was refused. */
    FAILED(true),
    /** Not tried, since what it reads failed or is not there. */
    SKIPPED(true),
    /** Not done, since its pipeline decided so: a branch that was not taken, or the step itself. */
    OMITTED(true),
    CANCELLED(true);

    private final boolean last;

    StepState(boolean last) {
        this.last = last;
    }

    /** Whether it stays like that for ever. */
    public boolean isFinal() {
        return last;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
