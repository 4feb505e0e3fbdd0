package dev.daybreak.quality;

import dev.daybreak.engine.ForwardingSession;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A session on a DuckDB of its own that remembers its queries. */
final class TestSession extends ForwardingSession {
    final List<String> queries = new ArrayList<>();
    private final DuckDbEngine engine;

    private TestSession(DuckDbEngine engine) {
        super(engine.open(ZoneId.of("UTC")));
        this.engine = engine;
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
    public Rows query(String sql) {
        queries.add(sql);
        return super.query(sql);
    }

    @Override
    public void close() {
        super.close();
        engine.close();
    }
}
