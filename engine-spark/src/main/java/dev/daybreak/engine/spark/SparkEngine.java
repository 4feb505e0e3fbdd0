package dev.daybreak.engine.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.SpillFolder;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The distributed engine: Apache Spark, reached through Spark Connect. Its server is a process of this engine's own on this machine, or
 * one that runs elsewhere and sees the project's files under the same paths. Thread-safe.
 *
 * <p>Sessions are set so that SQL means what it means on the embedded engine: nulls are smaller than every value, {@code /} between
 * integers is exact, overflow and impossible casts fail, {@code TIMESTAMP} has no zone, and double quotes are for names. What
 * differs: dividing by zero fails here.
 */
public final class SparkEngine implements Engine {
    static final String NAME = "spark";

    private final EngineProvider.Options options;
    private final SpillFolder spill;
    private final Set<ConnectSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private Optional<LocalServer> server = Optional.empty();

    private SparkEngine(EngineProvider.Options options, SpillFolder spill) {
        this.options = options;
        this.spill = spill;
    }

    /** Starts a server, unless the options name one. */
    public static SparkEngine open(EngineProvider.Options options) {
        SpillFolder spill;
        try {
            spill = SpillFolder.open(options.tempDirectory().toAbsolutePath(), NAME);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot start Spark: folder '" + options.tempDirectory() + "' cannot be written: " + e.getMessage(),
                    "Name another temporary directory, or mend its permissions.",
                    e);
        }
        SparkEngine engine = new SparkEngine(options, spill);
        try {
            engine.url();
            return engine;
        } catch (DaybreakException e) {
            remove(spill);
            throw e;
        }
    }

    /** Where the server is. One of the engine's own is started if there is none yet, or if it has ended. */
    synchronized String url() {
        if (options.place() instanceof Spark.Server running) {
            ServerAddress.requireReachable(running.url());
            return running.url();
        }
        if (server.isEmpty() || !server.get().isAlive()) {
            LocalServer started = LocalServer.start(options, spill.path());
            started.whenEnded(status -> sessions.forEach(session -> session.lose(status)));
            server = Optional.of(started);
        }
        return server.get().url();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Session open(ZoneId zone) {
        if (closed) {
            throw new IllegalStateException("Cannot open a session: the engine is closed.");
        }
        ConnectSession session = ConnectSession.open(url(), zone, spill.path(), sessions::remove);
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (ConnectSession session : sessions) {
            session.cancel();
            session.close();
        }
        closeServer();
        remove(spill);
    }

    private synchronized void closeServer() {
        server.ifPresent(LocalServer::close);
    }

    private static void remove(SpillFolder spill) {
        try {
            spill.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the temporary directory '" + spill.path() + "'", e);
        }
    }
}
