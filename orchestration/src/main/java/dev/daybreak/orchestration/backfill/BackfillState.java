package dev.daybreak.orchestration.backfill;

import java.util.Locale;

/** How a backfill stands; follows from its runs and from whether it is paused or was cancelled. */
public enum BackfillState {
    /** Runs wait or are at work. */
    RUNNING,
    /** No run of it is begun; those at work go on. */
    PAUSED,
    SUCCEEDED,
    /** Every run is over, and at least one failed or was given up. */
    FAILED,
    /** Somebody cancelled it, or some of its runs, before they were over. */
    CANCELLED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing of it is left to do. */
    public boolean isOver() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
