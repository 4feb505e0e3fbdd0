package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.Tries;
import java.time.Duration;
import java.util.Optional;

/** How long the tries of one step have taken so far, with the waits between them. Thread-safe. */
final class StepClock {
    private Long began;

    /** Starts the clock with the first try. */
    synchronized void begin() {
        if (began == null) {
            began = System.nanoTime();
        }
    }

    private synchronized Duration spent() {
        return began == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
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
