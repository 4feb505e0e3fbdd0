package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/**
 * One connection to the engine's database. Relations are temporary views, which only their connection sees; what a statement
 * creates without saying TEMP goes into a database of the session's own, so that it too is unseen and goes with the session.
 * DuckDB streams one result per connection, so a new call ends the rows that are still open.
 */
final class DuckDbSession implements Session {
    private final DuckDBConnection connection;
    private final String catalog;
    private final ZoneId zone;
    private final Consumer<DuckDbSession> atClose;
    private volatile Call call = new Call("start");
    private OpenRows open;
    private volatile boolean closed;

    DuckDbSession(DuckDBConnection connection, String catalog, ZoneId zone, Consumer<DuckDbSession> atClose) {
        this.connection = connection;
        this.atClose = atClose;
        this.catalog = catalog;
        this.zone = zone;
    }

    @Override
    public void register(String name, Relation relation) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "Invalid relation name '" + name + "': it must consist of letters, digits and underscores");
        }
        Call current = begin("make '" + name + "' readable");
        Set<String> named = FileNames.own(current, connection, relation);
        String view = "CREATE OR REPLACE TEMP VIEW " + Sql.name(name) + " AS "
                + new RelationSql(relation, zone, named).select();
        current.run(connection, Text.own(view), statement -> statement.execute());
    }

    @Override
    public Schema describe(String sql) {
        return QueryColumns.describe(begin("read the query"), connection, sql).schema();
    }

    @Override
    public Rows query(String sql) {
        Call current = begin("run the query");
        QueryColumns columns = QueryColumns.describe(current, connection, sql);
        open = columns.isFlat()
                ? ChunkRows.open(current, connection, columns)
                : BoxedRows.open(current, connection, columns);
        return open;
    }

    @Override
    public void execute(String sql) {
        begin("run the statement").run(connection, Text.user(sql), statement -> statement.execute());
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        Call current = begin("write '" + spec.prefix() + "'");
        return new Write(current, connection, sql, spec).run();
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    private Call begin(String what) {
        if (closed) {
            throw new IllegalStateException("Cannot " + what + ": the session is closed.");
        }
        if (open != null) {
            open.close();
            open = null;
        }
        call = new Call(what);
        return call;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        atClose.accept(this);
        if (open != null) {
            open.close();
        }
        try (connection) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("USE memory");
                statement.execute("DETACH " + catalog);
            }
        } catch (SQLException e) {
            throw new DaybreakException(
                    ErrorCode.INTERNAL, "Cannot close the session: " + DuckDbErrors.reason(e), "", e);
        }
    }
}
