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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The distributed engine: Apache Spark, reached through Spark Connect. Its server is a process of this engine's own on this machine, or
 * one that runs elsewhere and sees the project's files under the same paths. Thread-safe.
 *
 * <p>Sessions are set so that SQL means what it means on the embedded engine: nulls are smaller than every value, {@code /} between
 * integers is exact, overflow and impossible casts fail, {@code TIMESTAMP} has no zone, and double quotes are for names.
 */
public final class SparkEngine implements Engine {
    static final String NAME = "spark";

    private final EngineProvider.Options options;
    private final SpillFolder spill;
    private final Owner owner = new Owner();
    private final Set<ConnectSession> sessions = ConcurrentHashMap.newKeySet();
    private final IdleConnections idle = new IdleConnections();
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
    public synchronized String url() {
        if (options.place() instanceof Spark.Server running) {
            ServerAddress.requireReachable(running.url());
            return running.url();
        }
        if (server.isEmpty() || !server.get().isAlive()) {
            LocalServer started = LocalServer.start(options, spill.path());
            started.whenEnded(this::lose);
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
        String url = url();
        ConnectSession session = new ConnectSession(idle.take(url, zone).orElseGet(() -> connect(url, zone)), owner);
        sessions.add(session);
        return session;
    }

    private Connection connect(String url, ZoneId zone) {
        Connection connection = Connection.open(
                url, zone, settings(), spill.path().resolve("tables"), Memory.of(options, spill.path()));
        if (options.place() instanceof Spark.Server running) {
            try {
                ServerCheck.require(connection.spark(), running);
            } catch (DaybreakException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    /** A driver that was started here has them from its start, and the project may have said otherwise. */
    private Map<String, String> settings() {
        return options.place() instanceof Spark.Server ? ClusterSettings.ALL : Map.of();
    }

    private void lose(int status) {
        idle.forget();
        sessions.forEach(session -> session.lose(SparkErrors.ended(status)));
    }

    /** What the sessions of this engine know of it. */
    private final class Owner implements ConnectSession.Owner {
        @Override
        public void giveBack(ConnectSession session, Connection connection) {
            sessions.remove(session);
            if (closed) {
                connection.close();
            } else {
                idle.put(connection);
            }
        }

        @Override
        public void giveUp(ConnectSession session) {
            sessions.remove(session);
        }
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
        closeIdle();
        closeServer();
        remove(spill);
    }

    /** Sessions of a server of this engine's own end with it. */
    private void closeIdle() {
        if (options.place() instanceof Spark.Server) {
            idle.close();
        }
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
