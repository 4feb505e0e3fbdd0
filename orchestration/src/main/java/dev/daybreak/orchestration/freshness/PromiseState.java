package dev.daybreak.orchestration.freshness;

import java.util.Locale;

/** How a promise stands. */
public enum PromiseState {
    /** The partition is there. */
    FRESH,
    /** It is not there, and need not be yet. */
    DUE,
    /** It should be there, and is not. */
    LATE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
