package dev.daybreak.lake;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.schema.Schema;
import java.time.ZoneId;
import java.util.List;

/** An engine that takes relations, and computes nothing. */
final class NoEngine implements Engine {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public Session open(ZoneId zone) {
        return new NoSession();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static final class NoSession implements Session {
        @Override
        public boolean isDistributed() {
            return false;
        }

        @Override
        public void register(String name, Relation relation) {
            // Nothing is ever computed from it.
        }

        @Override
        public void register(String name, Relation relation, Salting salting) {
            // Nothing is ever computed from it.
        }

        @Override
        public void register(String name, Relation relation, String fileColumn) {
            // Nothing is ever computed from it.
        }

        @Override
        public void define(String name, String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Schema describe(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Rows query(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public QueryPlan explain(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<WrittenFile> write(String sql, WriteSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel() {
            // Nothing is at work.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
