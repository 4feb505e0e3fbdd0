package dev.daybreak.server.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How often something happened lately: counts of the last minute, in stretches of five seconds. Thread-safe. */
final class RecentRate {
    private static final long STRETCH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int STRETCHES = 12;

    private final LongSupplier nanos;
    private final long begun;
    // Guarded by this: counts by the number of their stretch, and of which stretch they are.
    private final long[] counts = new long[STRETCHES];
    private final long[] stretches = new long[STRETCHES];

    /** @param nanos the clock, as {@link System#nanoTime} */
    RecentRate(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    synchronized void add(long count) {
        long stretch = stretch();
        int place = (int) (stretch % STRETCHES);
        if (stretches[place] != stretch) {
            stretches[place] = stretch;
            counts[place] = 0;
        }
        counts[place] += count;
    }

    /** On average over the last minute, or since this was made. */
    synchronized double perSecond() {
        long now = stretch();
        long sum = 0;
        for (int place = 0; place < STRETCHES; place++) {
            sum += now - stretches[place] < STRETCHES ? counts[place] : 0;
        }
        long covered = Math.min(nanos.getAsLong() - begun, STRETCHES * STRETCH_NANOS);
        return sum / (Math.max(covered, STRETCH_NANOS) / 1e9);
    }

    private long stretch() {
        return (nanos.getAsLong() - begun) / STRETCH_NANOS;
    }
}
