package dev.daybreak.lake;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import java.time.ZoneId;

/**
 * An engine whose sessions fetch files of an object store, and copy those that are not Parquet, when they are made readable, and keep them until they
 * close. Thread-safe.
 */
final class FetchingEngine implements Engine {
    private final Engine engine;
    private final Storage storage;

    FetchingEngine(Engine engine, Storage storage) {
        this.engine = engine;
        this.storage = storage;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Session open(ZoneId zone) {
        return new FetchingSession(engine.open(zone), storage);
    }

    @Override
    public void close() {
        engine.close();
    }
}
