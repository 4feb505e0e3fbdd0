package dev.daybreak.engine.duckdb;

import dev.daybreak.project.problem.DaybreakException;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * One call of a session, from its start until its rows are closed: what {@link DuckDbSession#cancel} stops. One thread runs it,
 * any thread cancels it; the monitor of this object guards both fields.
 *
 * <p>An interrupt that comes just before DuckDB starts a statement is lost, so cancelling repeats it until the statement ends.
 */
final class Call {
    private static final int INTERRUPTS = 250;
    private static final long MILLIS_BETWEEN = 20;

    private final String what;
    private boolean cancelled;
    private DuckDBPreparedStatement running;

    /** @param what as in "Cannot <i>run the query</i>" */
    Call(String what) {
        this.what = what;
    }

    /** Something that DuckDB does and that may take long. */
    @FunctionalInterface
    interface Action<T> {
        T run(DuckDBPreparedStatement statement) throws SQLException;
    }

    /** A SQL text with the author's part in it, to tell places in that part. */
    record Text(String before, String user, String after) {
        static Text own(String sql) {
            return new Text(sql, "", "");
        }

        static Text user(String sql) {
            return new Text("", sql, "");
        }

        String all() {
            return before + user + after;
        }
    }

    /** Runs one statement and closes it. DuckDB closes a statement at its first error, so each is used once. */
    <T> T run(DuckDBConnection connection, Text text, Action<T> action) {
        try (DuckDBPreparedStatement statement = prepare(connection, text)) {
            return step(statement, text, action);
        } catch (SQLException e) {
            throw translate(e, text);
        }
    }

    DuckDBPreparedStatement prepare(DuckDBConnection connection, Text text) {
        checkCancelled();
        try {
            return connection.prepare(text.all());
        } catch (SQLException e) {
            throw translate(e, text);
        }
    }

    /** Runs one action that {@link #cancel} can interrupt. */
    <T> T step(DuckDBPreparedStatement statement, Text text, Action<T> action) {
        enter(statement);
        T result;
        try {
            result = action.run(statement);
        } catch (SQLException e) {
            throw translate(e, text);
        } finally {
            leave();
        }
        checkCancelled();
        return result;
    }

    private DaybreakException translate(SQLException e, Text text) {
        return isCancelled()
                ? DuckDbErrors.cancelled(what, e)
                : DuckDbErrors.translate(
                        what, e, text.all(), text.user(), text.before().length());
    }

    synchronized void cancel() {
        cancelled = true;
        try {
            for (int i = 0; i < INTERRUPTS && running != null; i++) {
                running.cancel();
                wait(MILLIS_BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot cancel: " + DuckDbErrors.reason(e), e);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private void checkCancelled() {
        if (isCancelled()) {
            throw DuckDbErrors.cancelled(what, null);
        }
    }

    private synchronized void enter(DuckDBPreparedStatement statement) {
        checkCancelled();
        running = statement;
    }

    private synchronized void leave() {
        running = null;
        notifyAll();
    }
}
