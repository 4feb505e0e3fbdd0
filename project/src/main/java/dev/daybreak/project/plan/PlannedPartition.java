package dev.daybreak.project.plan;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.Locale;
import java.util.Objects;

/**
 * A partition with what is to be done about it, and why.
 *
 * @param fingerprint what a run would compute now
 * @param reason one clause for people
 */
public record PlannedPartition(
        AssetKey asset, DataInterval interval, State state, String reason, Fingerprint fingerprint) {
    /** How a partition stands. */
    public enum State {
        /** Never published. */
        MISSING,
        /** Published, but a run would compute something else now. */
        STALE,
        /** Published and up to date as far as can be seen; an input's news is not in yet and may still change it. */
        UNDECIDED,
        /** Published and up to date. */
        DONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PlannedPartition {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** Whether a run would compute it for certain. */
    public boolean isToDo() {
        return state == State.MISSING || state == State.STALE;
    }
}
