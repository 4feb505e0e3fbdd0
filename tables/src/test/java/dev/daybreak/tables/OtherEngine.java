package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
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
import java.util.List;

/**
 * A distributed engine that understands the same SQL a little differently: DuckDB, with the columns of every query replaced, other than those by
 * which checks ask.
 */
record OtherEngine(Engine engine, String columns) implements Engine {
    /** @param columns what is selected of a query's rows, such as {@code * REPLACE (a + 1 AS a)} */
    static OtherEngine open(Path folder, String columns) {
        return new OtherEngine(DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, folder)), columns);
    }

    @Override
    public String name() {
        return "other";
    }

    @Override
    public Session open(ZoneId zone) {
        Session session = engine.open(zone);
        return new Session() {
            private String differently(String sql) {
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
            public QueryPlan explain(String sql) {
                return session.explain(differently(sql));
            }

            @Override
            public Schema describe(String sql) {
                return session.describe(differently(sql));
            }

            @Override
            public Rows query(String sql) {
                return session.query(differently(sql));
            }

            @Override
            public void execute(String sql) {
                session.execute(sql);
            }

            @Override
            public List<WrittenFile> write(String sql, WriteSpec spec) {
                return session.write(differently(sql), spec);
            }

            @Override
            public void cancel() {
                session.cancel();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
