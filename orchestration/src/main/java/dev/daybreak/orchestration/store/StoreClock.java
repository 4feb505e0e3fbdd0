package dev.daybreak.orchestration.store;

import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/** The time that leases and due times go by: the store's, unless a test gives another. Thread-safe. */
public final class StoreClock {
    private final ToLongFunction<Handle> millis;

    private StoreClock(ToLongFunction<Handle> millis) {
        this.millis = millis;
    }

    /** The clock of the store's database. */
    public static StoreClock of(Store store) {
        return new StoreClock(store::nowMillis);
    }

    /** For tests, which move the clock. */
    public static StoreClock of(Supplier<Instant> clock) {
        return new StoreClock(handle -> clock.get().toEpochMilli());
    }

    /** Milliseconds since 1970. */
    public long millis(Handle handle) {
        return millis.applyAsLong(handle);
    }
}
