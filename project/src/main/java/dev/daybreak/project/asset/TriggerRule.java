package dev.daybreak.project.asset;

import java.util.Locale;

/** What must have become of all that a step comes after, in the same run, before the step is done. */
public enum TriggerRule {
    /** All of it succeeded. */
    ALL_SUCCEEDED,
    /** At least one succeeded. */
    ONE_SUCCEEDED,
    /** None failed; some may have been left out. */
    NONE_FAILED,
    /** At least one failed. */
    ONE_FAILED,
    /** All failed. */
    ALL_FAILED,
    /** All of it is over, however it ended. */
    ALL_DONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
