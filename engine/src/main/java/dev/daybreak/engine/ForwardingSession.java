package dev.daybreak.engine;

import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Objects;

/** A session that lets another one do all that is asked of it, for those that do something besides. */
public abstract class ForwardingSession implements Session {
    private final Session session;

    /** @param session is closed with this one */
    protected ForwardingSession(Session session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public boolean isDistributed() {
        return session.isDistributed();
    }

    @Override
    public boolean reads(Relation.Origin origin) {
        return session.reads(origin);
    }

    @Override
    public void register(String name, Relation relation) {
        session.register(name, relation);
    }

    @Override
    public void register(String name, Relation relation, Salting salting) {
        session.register(name, relation, salting);
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        session.register(name, relation, fileColumn);
    }

    @Override
    public void define(String name, String sql) {
        session.define(name, sql);
    }

    @Override
    public Schema describe(String sql) {
        return session.describe(sql);
    }

    @Override
    public Rows query(String sql) {
        return session.query(sql);
    }

    @Override
    public QueryPlan explain(String sql) {
        return session.explain(sql);
    }

    @Override
    public void execute(String sql) {
        session.execute(sql);
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        return session.write(sql, spec);
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }
}
