package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.Tries;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the tries of one step have taken so far, with the waits between them. Thread-safe.
 *
 * @param before from its first claim to the moment when this process took it, by the store's clock
 * @param takenNanos that moment, of {@link System#nanoTime}
 */
record StepClock(Duration before, long takenNanos) {
    /** Of a step that was never tried. */
    static StepClock unused() {
        return new StepClock(Duration.ZERO, System.nanoTime());
    }

    private Duration spent() {
        return before.plusNanos(System.nanoTime() - takenNanos);
    }

    /** How long an attempt that begins now may take; empty: as long as it takes. May be zero or less: then there is no time left. */
    Optional<Duration> bound(Tries tries) {
        Optional<Duration> left = tries.stepTimeout().map(bound -> bound.minus(spent()));
        return tries.attemptTimeout()
                .filter(attempt -> left.isEmpty() || attempt.compareTo(left.get()) < 0)
                .or(() -> left);
    }

    /** Whether another try can begin after a wait. */
    boolean allows(Tries tries, Duration wait) {
        return tries.stepTimeout().isEmpty() || tries.stepTimeout().get().compareTo(spent().plus(wait)) > 0;
    }
}
