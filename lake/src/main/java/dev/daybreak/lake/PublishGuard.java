package dev.daybreak.lake;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What makes a publish happen at most once and only by the newest attempt. Goes into the snapshot's summary.
 *
 * @param step names one step of one run; a table holds at most one snapshot per step
 * @param attempt names the attempt; its files carry it
 * @param token grows with every attempt
 * @param run for people
 * @param fingerprint what was computed, for people
 * @param isNewest asked at every try of the commit: whether no newer attempt has claimed these partitions. False refuses the commit
 */
public record PublishGuard(
        String step, String attempt, long token, String run, String fingerprint, BooleanSupplier isNewest) {
    public PublishGuard {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(attempt, "attempt");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(isNewest, "isNewest");
    }
}
