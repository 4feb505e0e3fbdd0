package dev.daybreak.orchestration.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Transactions that begin with an advisory lock, so that PostgreSQL keeps what {@link Store} promises.
 *
 * <p>The isolation is READ COMMITTED: every statement sees all that was committed when it began. A transaction takes the lock of
 * the store before its first statement and has it until its end, so whatever it reads nobody changes before it has written; it
 * is as alone as a transaction on SQLite, with no conflicts to be tried again. SERIALIZABLE would give the same, but
 * transactions here move files, call back and count, and must not be run twice; and claims would fail each other for
 * sharing pages of small tables (postgresql.org/docs/current/transaction-iso.html, 13.2.3).
 *
 * <p>A transaction of one topic takes the lock of the store shared and that of its topic alone: transactions of other topics go on
 * beside it, those of the whole store do not. Two topics may share a lock by chance, which costs time only.
 */
final class PostgresTransactions extends DelegatingTransactionHandler {
    /** The letters DAYBREAK: other users of the database are unlikely to take the same. */
    private static final long STORE = 0x4441594252_45414BL;

    /** The letters DAYB. Locks with a pair of keys are never those with a single one. */
    private static final int TOPIC = 0x44415942;

    PostgresTransactions() {
        this(LocalTransactionHandler.binding());
    }

    private PostgresTransactions(TransactionHandler delegate) {
        super(delegate);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new PostgresTransactions(getDelegate().specialize(handle));
    }

    @Override
    public void begin(Handle handle) {
        super.begin(handle);
        try {
            Object topic = handle.getConfig(SqlStatements.class).getAttribute(Store.TOPIC);
            handle.define(
                    Store.BEGAN, lock(handle.getConnection(), topic == null ? Store.WHOLE_STORE : topic.toString()));
        } catch (SQLException e) {
            TransactionException failure = new TransactionException("Cannot lock the metadata store", e);
            try {
                rollback(handle);
            } catch (TransactionException broken) {
                failure.addSuppressed(broken);
            }
            throw failure;
        }
    }

    /** Returns the time at which it has the lock: what stands in a SELECT is computed from left to right. */
    private static long lock(Connection connection, String topic) throws SQLException {
        boolean isWhole = topic.equals(Store.WHOLE_STORE);
        String sql = isWhole
                ? "SELECT pg_advisory_xact_lock(?), " + PostgresDatabase.CLOCK + " AS now"
                : "SELECT pg_advisory_xact_lock_shared(?), pg_advisory_xact_lock(?, ?), " + PostgresDatabase.CLOCK
                        + " AS now";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, STORE);
            if (!isWhole) {
                statement.setInt(2, TOPIC);
                statement.setInt(3, topic.hashCode());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong("now");
            }
        }
    }
}
