package dev.daybreak.quality;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A session on a DuckDB of its own that remembers its queries. */
final class TestSession implements Session {
    final List<String> queries = new ArrayList<>();
    private final DuckDbEngine engine;
    private final Session session;

    private TestSession(DuckDbEngine engine) {
        this.engine = engine;
        this.session = engine.open(ZoneId.of("UTC"));
    }

    static TestSession open(Path folder) {
        return new TestSession(DuckDbEngine.open(new DuckDbEngine.Settings(256L << 20, 1, folder)));
    }

    /** Makes a table from the rows of a query and returns its schema. */
    Schema table(String name, String query) {
        execute("CREATE OR REPLACE TEMP TABLE " + Quoting.identifier(name) + " AS " + query);
        return describe("SELECT * FROM " + Quoting.identifier(name));
    }

    @Override
    public boolean isDistributed() {
        return session.isDistributed();
    }

    @Override
    public void register(String name, Relation relation) {
        session.register(name, relation);
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        session.register(name, relation, fileColumn);
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
        queries.add(sql);
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
        engine.close();
    }
}
