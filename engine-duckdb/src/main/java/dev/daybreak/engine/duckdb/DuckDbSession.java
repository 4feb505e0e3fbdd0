package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final DistinctFunctions functions;
    private final Consumer<DuckDbSession> atClose;
    private final Map<String, View> views = new HashMap<>();
    private volatile Call call = new Call("start");
    private OpenRows open;
    private boolean writesInOrder;
    private volatile boolean closed;

    /**
     * A relation that is readable.
     *
     * @param select how it is read
     * @param told how it would be read so that a plan tells what is read of it; the same for most
     */
    private record View(Schema schema, String select, String told) {}

    DuckDbSession(
            DuckDBConnection connection,
            String catalog,
            ZoneId zone,
            DistinctFunctions functions,
            Consumer<DuckDbSession> atClose) {
        this.connection = connection;
        this.functions = functions;
        this.atClose = atClose;
        this.catalog = catalog;
        this.zone = zone;
    }

    @Override
    public boolean isDistributed() {
        return false;
    }

    @Override
    public void register(String name, Relation relation) {
        define(name, relation, RelationSql::select);
    }

    @Override
    public void register(String name, Relation relation, Salting salting) {
        define(name, relation, sql -> sql.select(salting));
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        define(name, relation, sql -> sql.selectWithFile(fileColumn));
    }

    private void define(String name, Relation relation, Function<RelationSql, String> select) {
        Call current = begin("make '" + checked(name) + "' readable");
        Set<String> named = FileNames.own(current, connection, relation);
        View view = new View(
                relation.schema(),
                select.apply(new RelationSql(name, relation, zone, named)),
                select.apply(new RelationSql(name, relation, zone, Set.of())));
        define(current, name, view.select());
        views.put(name, view);
    }

    private static String checked(String name) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "Invalid relation name '" + name + "': it must consist of letters, digits and underscores");
        }
        return name;
    }

    private void define(Call current, String name, String select) {
        current.run(connection, Text.own(view(name) + select), statement -> statement.execute());
    }

    private static String view(String name) {
        return "CREATE OR REPLACE TEMP VIEW " + Sql.name(name) + " AS ";
    }

    @Override
    public void define(String name, String sql) {
        Call current = begin("make '" + checked(name) + "' readable", sql);
        current.run(connection, new Text(view(name), sql, ""), statement -> statement.execute());
        views.remove(name);
    }

    @Override
    public Schema describe(String sql) {
        return PreparedQuery.describe(begin("read the query", sql), connection, sql)
                .schema();
    }

    @Override
    public Rows query(String sql) {
        Call current = begin("run the query", sql);
        PreparedQuery query = PreparedQuery.of(current, connection, sql);
        open = query.columns().isFlat() ? ChunkRows.open(query.ofContract()) : boxed(current, query);
        return open;
    }

    private OpenRows boxed(Call current, PreparedQuery query) {
        query.close();
        return BoxedRows.open(current, connection, query.columns());
    }

    @Override
    public QueryPlan explain(String sql) {
        Call current = begin("explain the query", sql);
        String query = PreparedQuery.describe(current, connection, sql).sql();
        Map<String, Schema> schemas = new HashMap<>();
        views.forEach((name, view) -> schemas.put(name, view.schema()));
        return new PlanReader(schemas).plan(told(current, query), explained(current, "EXPLAIN ", query));
    }

    private String told(Call current, String query) {
        Map<String, View> other = new HashMap<>(views);
        other.values().removeIf(view -> view.told().equals(view.select()));
        other.forEach((name, view) -> define(current, name, view.told()));
        try {
            return explained(current, "EXPLAIN (FORMAT JSON) ", query);
        } finally {
            other.forEach((name, view) -> define(current, name, view.select()));
        }
    }

    private String explained(Call current, String word, String query) {
        return current.run(connection, new Text(word, query, ""), statement -> {
            try (ResultSet plans = statement.executeQuery()) {
                plans.next();
                return plans.getString(2);
            }
        });
    }

    @Override
    public void execute(String sql) {
        begin("run the statement", sql).run(connection, Text.user(sql), statement -> statement.execute());
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        Call current = begin("write the rows", sql);
        boolean isOrdered = spec.layout().order().isPresent();
        if (isOrdered != writesInOrder) {
            current.run(connection, Text.own(CopySql.setting(isOrdered)), statement -> statement.execute());
            writesInOrder = isOrdered;
        }
        return new Write(current, connection, sql, spec).run();
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    private Call begin(String what, String sql) {
        Call begun = begin(what);
        functions.before(sql);
        return begun;
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
