package dev.daybreak.engine.spark;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Connections that nobody uses at the moment, for whoever needs one next. Thread-safe: its monitor guards the queue. */
final class IdleConnections {
    /** A server forgets sessions that are idle for long (an hour, unless it is told otherwise), so they are given up before. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Deque<Idle> idle = new ArrayDeque<>();

    private record Idle(Connection connection, long sinceNanos) {
        boolean isOld() {
            return System.nanoTime() - sinceNanos > LONGEST.toNanos();
        }
    }

    /** One to that server and with that zone, which is no longer idle then. */
    Optional<Connection> take(String url, ZoneId zone) {
        while (true) {
            Optional<Connection> found = find(url, zone);
            if (found.isEmpty() || found.get().isKnown()) {
                return found;
            }
        }
    }

    private Optional<Connection> find(String url, ZoneId zone) {
        List<Connection> old = new ArrayList<>();
        Optional<Connection> found = Optional.empty();
        synchronized (this) {
            while (!idle.isEmpty() && idle.peekLast().isOld()) {
                old.add(idle.removeLast().connection());
            }
            for (Idle candidate : idle) {
                Connection connection = candidate.connection();
                if (connection.url().equals(url) && connection.zone().equals(zone)) {
                    found = Optional.of(connection);
                    idle.remove(candidate);
                    break;
                }
            }
        }
        old.forEach(Connection::close);
        return found;
    }

    /** Takes one back that is as it was when it was opened. */
    synchronized void put(Connection connection) {
        idle.addFirst(new Idle(connection, System.nanoTime()));
    }

    /** Forgets those to a server that is gone. */
    synchronized void forget() {
        idle.clear();
    }

    void close() {
        List<Connection> all = new ArrayList<>();
        synchronized (this) {
            idle.forEach(each -> all.add(each.connection()));
            idle.clear();
        }
        all.forEach(Connection::close);
    }
}
