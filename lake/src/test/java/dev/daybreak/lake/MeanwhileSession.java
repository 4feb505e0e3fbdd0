package dev.daybreak.lake;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.schema.Schema;
import java.util.List;

/** A session during whose first write something else happens. */
final class MeanwhileSession implements Session {
    private final Session session;
    private Runnable meanwhile;

    MeanwhileSession(Session session, Runnable meanwhile) {
        this.session = session;
        this.meanwhile = meanwhile;
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        List<WrittenFile> files = session.write(sql, spec);
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        return files;
    }

    @Override
    public boolean isDistributed() {
        return session.isDistributed();
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        session.register(name, relation, fileColumn);
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
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }
}
