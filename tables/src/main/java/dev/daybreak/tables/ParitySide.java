package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the two engines of a comparison, with a session that is kept from table to table, and what is readable in it. One thread uses
 * an instance.
 */
final class ParitySide implements AutoCloseable {
    /** Failures that are the text's or the data's: the session goes on. */
    private static final Set<ErrorCode> OWN = Set.of(ErrorCode.INVALID_SQL, ErrorCode.QUERY_FAILED);

    private final Engine engine;
    private final ZoneId zone;
    private final Map<String, Relation> readable = new HashMap<>();
    private Optional<Session> session = Optional.empty();

    ParitySide(Engine engine, ZoneId zone) {
        this.engine = engine;
        this.zone = zone;
    }

    String name() {
        return engine.name();
    }

    /** @throws DaybreakException if there is none yet and the engine cannot be started */
    Session session() {
        if (session.isEmpty()) {
            session = Optional.of(engine.open(zone));
        }
        return session.get();
    }

    /** Makes a relation readable, unless it is so already. */
    void register(String name, Relation relation) {
        if (!relation.equals(readable.get(name))) {
            readable.remove(name);
            session().register(name, relation);
            readable.put(name, relation);
        }
    }

    /** After a failure: what may have been the session's fault ends it, and the next table gets a new one. */
    void recover(DaybreakException failure) {
        if (!OWN.contains(failure.code())) {
            close();
        }
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
        session = Optional.empty();
        readable.clear();
    }
}
