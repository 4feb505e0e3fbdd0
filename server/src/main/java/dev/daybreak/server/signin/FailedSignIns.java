package dev.daybreak.server.signin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Slows down those who guess. Some tries are free; after each further one that failed the next is refused for a while, which doubles every time. Tries
 * are counted for a name from one address, for a name from anywhere, and for an address whatever the name; the latter two have more free tries and
 * shorter waits, since others may share them. A try counts as failed until it has succeeded, so many at a time are no way around. Thread-safe.
 */
public final class FailedSignIns {
    private static final int MOST_KNOWN = 20_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    private final LongSupplier nanos;
    // Guarded by this.
    private final Map<String, Failures> known = new HashMap<>();

    /** @param nanos a clock that only runs forward */
    public FailedSignIns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What tries are counted for. */
    private record Counted(String key, int free, Duration longest) {
        Duration wait(int failures) {
            int over = failures - free;
            return over <= 0
                    ? Duration.ZERO
                    : Duration.ofSeconds(Math.min(longest.toSeconds(), 1L << Math.min(over - 1, 20)));
        }
    }

    private static final class Failures {
        private int count;
        private long last;
    }

    private static List<Counted> counted(String name, String address) {
        Counted ofAddress = new Counted("from " + address, 20, Duration.ofMinutes(1));
        if (name.isEmpty()) {
            return List.of(ofAddress);
        }
        return List.of(
                new Counted("of " + name + " from " + address, 3, Duration.ofMinutes(5)),
                new Counted("of " + name, 20, Duration.ofSeconds(30)),
                ofAddress);
    }

    /**
     * Counts a try.
     *
     * @param name empty if only the address is known
     * @return how long to wait with it, if it may not be made now; it is not counted then
     */
    public synchronized Optional<Duration> begin(String name, String address) {
        long now = nanos.getAsLong();
        Duration wait = Duration.ZERO;
        List<Counted> all = counted(name, address);
        for (Counted counted : all) {
            Failures failures = known.get(counted.key());
            if (failures != null) {
                long left = counted.wait(failures.count).toNanos() - (now - failures.last);
                wait = left > wait.toNanos() ? Duration.ofNanos(left) : wait;
            }
        }
        if (!wait.isZero()) {
            return Optional.of(wait);
        }
        forget(now);
        for (Counted counted : all) {
            Failures failures = known.computeIfAbsent(counted.key(), key -> new Failures());
            failures.count++;
            failures.last = now;
        }
        return Optional.empty();
    }

    /** The try that was counted last has not failed. */
    public synchronized void succeeded(String name, String address) {
        for (Counted counted : counted(name, address)) {
            known.computeIfPresent(counted.key(), (key, failures) -> {
                failures.count--;
                return failures.count <= 0 || key.equals("of " + name + " from " + address) ? null : failures;
            });
        }
    }

    private void forget(long now) {
        known.values().removeIf(failures -> now - failures.last > FORGOTTEN_AFTER.toNanos());
        if (known.size() > MOST_KNOWN) {
            // Who has failed once or twice may do so again; who goes on is kept.
            known.values().removeIf(failures -> failures.count < 3);
        }
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
    }
}
