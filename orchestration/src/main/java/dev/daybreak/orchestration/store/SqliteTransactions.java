package dev.daybreak.orchestration.store;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Lets the threads of this process begin their transactions one after the other. SQLite has one writer at a time, and lets the others look
 * again and again whether it is their turn, with pauses that grow: many threads would spend most of their time in them.
 */
final class SqliteTransactions extends DelegatingTransactionHandler {
    private final ReentrantLock turn;

    SqliteTransactions() {
        this(LocalTransactionHandler.binding(), new ReentrantLock(true));
    }

    private SqliteTransactions(TransactionHandler delegate, ReentrantLock turn) {
        super(delegate);
        this.turn = turn;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new SqliteTransactions(getDelegate().specialize(handle), turn);
    }

    @Override
    public void begin(Handle handle) {
        turn.lock();
        try {
            super.begin(handle);
        } catch (RuntimeException e) {
            turn.unlock();
            throw e;
        }
    }

    @Override
    public void commit(Handle handle) {
        try {
            super.commit(handle);
        } finally {
            release(handle);
        }
    }

    @Override
    public void rollback(Handle handle) {
        try {
            super.rollback(handle);
        } finally {
            release(handle);
        }
    }

    /** A commit that failed leaves the transaction open, until it is rolled back. */
    private void release(Handle handle) {
        if (turn.isHeldByCurrentThread() && !isOpen(handle)) {
            turn.unlock();
        }
    }

    private boolean isOpen(Handle handle) {
        try {
            return isInTransaction(handle);
        } catch (RuntimeException broken) {
            return false;
        }
    }
}
