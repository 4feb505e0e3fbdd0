package dev.daybreak.orchestration.store;

import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/** What differs between the databases that can hold the metadata. */
interface Database extends AutoCloseable {
    /** Where the store is, for messages. */
    String location();

    /** Connections for statements and transactions; a transaction that began can write. */
    ConnectionFactory connections();

    /** Connections for migrating; not shared with {@link #connections}. */
    DataSource migrationSource();

    /** A query whose one value is the milliseconds since 1970 by the database's clock. */
    String clockQuery();

    /** Runs while no other process migrates this store. */
    void whileLocked(Runnable migration);

    @Override
    void close();
}
