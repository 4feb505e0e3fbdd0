package dev.daybreak.orchestration.history;

import java.util.Locale;

/** How a step stands. All but {@link #RUNNING} are final. */
public enum StepState {
    /** Claimed at least once; between two attempts too. */
    RUNNING,
    SUCCEEDED,
    /** No attempt succeeded, or at least one of its partitions was refused. */
    FAILED,
    /** Not tried, since what it reads failed or is not there. */
    SKIPPED,
    CANCELLED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
