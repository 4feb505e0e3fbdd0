package dev.daybreak.quality;

import java.util.Objects;

/**
 * What a measurement came to.
 *
 * @param observed JSON-like value, or null
 * @param evaluated rows looked at
 * @param unexpected rows that do not hold
 * @param reason why it does not hold; empty on success
 */
record Verdict(boolean success, Object observed, long evaluated, long unexpected, String reason) {
    Verdict {
        Objects.requireNonNull(reason, "reason");
    }

    static Verdict failed(String reason) {
        return new Verdict(false, null, 0, 0, reason);
    }

    /** A verdict on a measure of the whole, which has no failing rows. */
    static Verdict on(Object observed, long evaluated, boolean success, String reasonIfNot) {
        return new Verdict(success, observed, evaluated, 0, success ? "" : reasonIfNot);
    }
}
