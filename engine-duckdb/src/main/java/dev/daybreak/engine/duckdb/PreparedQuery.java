package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.duckdb.Call.Action;
import dev.daybreak.engine.duckdb.Call.Text;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/** A query that DuckDB has read and planned, with the columns that it yields. It runs at most once. */
final class PreparedQuery implements AutoCloseable {
    /** The driver's word for a type that it was not told, as of a query that consists of several statements inside, such as a PIVOT. */
    private static final String UNKNOWN = "UNKNOWN";

    private final Call call;
    private final DuckDBConnection connection;
    private final Text text;
    private final DuckDBPreparedStatement statement;
    private final QueryColumns columns;

    private PreparedQuery(
            Call call,
            DuckDBConnection connection,
            Text text,
            DuckDBPreparedStatement statement,
            QueryColumns columns) {
        this.call = call;
        this.connection = connection;
        this.text = text;
        this.statement = statement;
        this.columns = columns;
    }

    /** @param query which stands in parentheses here, so that DuckDB refuses what yields no rows */
    static PreparedQuery of(Call call, DuckDBConnection connection, String query) {
        String sql = Sql.withoutSemicolon(query);
        Text text = new Text("(", sql, "\n)");
        DuckDBPreparedStatement statement = call.prepare(connection, text);
        boolean isRead = false;
        try {
            QueryColumns columns = QueryColumns.of(sql, named(call, connection, statement, text));
            isRead = true;
            return new PreparedQuery(call, connection, text, statement, columns);
        } finally {
            if (!isRead) {
                close(statement);
            }
        }
    }

    /** The columns of a query that is not to run. */
    static QueryColumns describe(Call call, DuckDBConnection connection, String query) {
        try (PreparedQuery prepared = of(call, connection, query)) {
            return prepared.columns();
        }
    }

    private static List<QueryColumns.Named> named(
            Call call, DuckDBConnection connection, DuckDBPreparedStatement statement, Text text) {
        List<QueryColumns.Named> known = call.step(statement, text, PreparedQuery::known);
        if (known.stream().noneMatch(column -> column.type().equals(UNKNOWN))) {
            return known;
        }
        return call.run(connection, new Text("DESCRIBE (", text.user(), "\n)"), PreparedQuery::described);
    }

    private static List<QueryColumns.Named> known(DuckDBPreparedStatement statement) throws SQLException {
        ResultSetMetaData known = statement.getMetaData();
        List<QueryColumns.Named> columns = new ArrayList<>();
        for (int i = 1; i <= known.getColumnCount(); i++) {
            columns.add(new QueryColumns.Named(known.getColumnName(i), known.getColumnTypeName(i)));
        }
        return columns;
    }

    private static List<QueryColumns.Named> described(DuckDBPreparedStatement statement) throws SQLException {
        List<QueryColumns.Named> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(new QueryColumns.Named(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    QueryColumns columns() {
        return columns;
    }

    /** The same with its columns cast to the contract's types: itself where they are of them, else another, and this one is closed. */
    PreparedQuery ofContract() {
        Optional<Text> cast = columns.cast(UnaryOperator.identity());
        if (cast.isEmpty()) {
            return this;
        }
        close();
        return new PreparedQuery(call, connection, cast.get(), call.prepare(connection, cast.get()), columns);
    }

    /** Runs one action on the statement that the call's cancelling can interrupt. */
    <T> T step(Action<T> action) {
        return call.step(statement, text, action);
    }

    @Override
    public void close() {
        close(statement);
    }

    private static void close(DuckDBPreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot close the statement: " + DuckDbErrors.reason(e), e);
        }
    }
}
