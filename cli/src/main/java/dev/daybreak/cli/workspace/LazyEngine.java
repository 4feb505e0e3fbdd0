package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import java.time.ZoneId;
import java.util.function.Supplier;

/** An engine that starts when its first session is asked for: planning and showing need none. Thread-safe. */
final class LazyEngine implements Engine {
    private final String name;
    private final Supplier<Engine> start;
    private Engine started;

    LazyEngine(String name, Supplier<Engine> start) {
        this.name = name;
        this.start = start;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Session open(ZoneId zone) {
        return started().open(zone);
    }

    private synchronized Engine started() {
        if (started == null) {
            started = start.get();
        }
        return started;
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
        }
    }
}
