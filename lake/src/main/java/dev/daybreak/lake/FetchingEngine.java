package dev.daybreak.lake;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.StoreFailures;
import java.time.ZoneId;

/** An engine whose sessions fetch files of an object store when they are made readable, and keep them until they close. Thread-safe. */
final class FetchingEngine implements Engine {
    private final Engine engine;
    private final FileCache cache;
    private final StoreFailures failures;

    FetchingEngine(Engine engine, FileCache cache, StoreFailures failures) {
        this.engine = engine;
        this.cache = cache;
        this.failures = failures;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Session open(ZoneId zone) {
        return new FetchingSession(engine.open(zone), cache, failures);
    }

    @Override
    public void close() {
        engine.close();
    }
}
