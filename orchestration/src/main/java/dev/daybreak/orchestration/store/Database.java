package dev.daybreak.orchestration.store;

import dev.daybreak.project.problem.DaybreakException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** What differs between the databases that can hold the metadata. */
interface Database extends AutoCloseable {
    /** Where the store is, for messages. */
    String location();

    /** The name of the folder with the migrations that only this kind of database has. */
    String dialect();

    /** Whether it is a server. */
    boolean isRemote();

    /** Gives statements and transactions; a transaction that began can write. Always the same. */
    Jdbi jdbi();

    /**
     * Runs a transaction that has to be alone only among those of its topic. Inside of another transaction it is a part of that.
     *
     * @param isLight whether it may be lost with the host, as {@link Store#inLightTransaction} has it
     */
    <R, X extends Exception> R inTransaction(String topic, boolean isLight, HandleCallback<R, X> callback) throws X;

    /** Connections for migrating; not shared with {@link #jdbi}. */
    DataSource migrationSource();

    /** A query whose one value is how many tables of the store have the name {@code :table}: 0 or 1. */
    String tableQuery();

    /** A query whose one value is the milliseconds since 1970 by the database's clock. */
    String clockQuery();

    /** So many fencing tokens, ascending, and greater than those of all transactions that ended before. */
    List<Long> tokens(Handle handle, int count);

    /** From now on all tokens are greater than this one. */
    void raiseTokens(Handle handle, long token);

    /** Runs while no other process migrates this store. */
    void whileLocked(Runnable migration);

    /**
     * Tells why the store cannot be used.
     *
     * @param what could not be done to it, after "Cannot"
     */
    DaybreakException failure(String what, Exception cause);

    @Override
    void close();

    /** What the first cause of a failure says, without a full stop. */
    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replaceAll("\\.$", "");
    }
}
