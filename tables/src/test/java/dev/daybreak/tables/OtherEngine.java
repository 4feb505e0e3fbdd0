package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.ForwardingSession;
import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * A distributed engine that understands the same SQL a little differently: DuckDB, with the columns of every query replaced, other than those by
 * which checks ask.
 */
record OtherEngine(Engine engine, String columns, Runnable before) implements Engine {
    /** @param columns what is selected of a query's rows, such as {@code * REPLACE (a + 1 AS a)} */
    static OtherEngine open(Path folder, String columns) {
        return open(folder, columns, () -> {});
    }

    /** @param before done before each query */
    static OtherEngine open(Path folder, String columns, Runnable before) {
        return new OtherEngine(DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, folder)), columns, before);
    }

    @Override
    public String name() {
        return "other";
    }

    @Override
    public Session open(ZoneId zone) {
        return new ForwardingSession(engine.open(zone)) {
            private String differently(String sql) {
                before.run();
                if (sql.contains("\"audited\"")) {
                    return sql;
                }
                return "SELECT " + columns + " FROM (" + sql + ")";
            }

            @Override
            public boolean isDistributed() {
                return true;
            }

            @Override
            public QueryPlan explain(String sql) {
                return super.explain(differently(sql));
            }

            @Override
            public Schema describe(String sql) {
                return super.describe(differently(sql));
            }

            @Override
            public Rows query(String sql) {
                return super.query(differently(sql));
            }

            @Override
            public List<WrittenFile> write(String sql, WriteSpec spec) {
                return super.write(differently(sql), spec);
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
