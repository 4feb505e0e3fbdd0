package dev.daybreak.orchestration.store;

import java.time.Duration;

/** How long to wait for a store that is away: 1 s, then twice as long each time, up to 10 s. For one thread. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration next = FIRST;

    public Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
