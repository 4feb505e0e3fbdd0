package dev.daybreak.orchestration.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Lets the threads of this process begin their transactions one after the other. SQLite has one writer at a time, and lets the others look
 * again and again whether it is their turn, with pauses that grow: many threads would spend most of their time in them.
 *
 * <p>A commit writes to the log; that it comes to the disk is waited for beside the turn, and together with others.
 */
final class SqliteTransactions extends DelegatingTransactionHandler {
    private final ReentrantLock turn;
    private final LogFlush log;

    SqliteTransactions(LogFlush log) {
        this(LocalTransactionHandler.binding(), new ReentrantLock(true), log);
    }

    private SqliteTransactions(TransactionHandler delegate, ReentrantLock turn, LogFlush log) {
        super(delegate);
        this.turn = turn;
        this.log = log;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new SqliteTransactions(getDelegate().specialize(handle), turn, log);
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
        if (!Boolean.TRUE.equals(handle.getConfig(SqlStatements.class).getAttribute(Store.LIGHT))) {
            flush();
        }
    }

    /** Others need not wait for the disk meanwhile. */
    private void flush() {
        try {
            log.flush();
        } catch (IOException e) {
            throw new TransactionException("Cannot bring a transaction to the disk", e);
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
