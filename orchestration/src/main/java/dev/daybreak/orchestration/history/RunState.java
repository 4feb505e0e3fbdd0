package dev.daybreak.orchestration.history;

import java.util.Locale;

/** How a run stands. All but {@link #QUEUED} and {@link #RUNNING} are final. */
public enum RunState {
    /** Waits for a worker. */
    QUEUED,
    RUNNING,
    /** Everything asked for is up to date, as far as this run was to do it. */
    SUCCEEDED,
    /** At least one step failed. */
    FAILED,
    /** Stopped by a person, or by the orderly end of its process. */
    CANCELLED,
    /** Its process died, and nobody takes it up again. */
    INTERRUPTED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
