package dev.daybreak.engine;

import java.time.ZoneId;

/** Computes SQL over files. The port; each engine is a module of its own and passes the contract suite in this module's tests. */
public interface Engine extends AutoCloseable {
    /** The name that {@code dialect:} takes, such as {@code duckdb}. */
    String name();

    /**
     * A session of its own: relations and settings of one are not seen by another. Sessions of an engine share its memory
     * and threads, and may be used side by side; one session is used by one thread at a time, except {@link Session#cancel}.
     *
     * @param zone in which timestamps without a zone are compared with those that have one
     */
    Session open(ZoneId zone);

    /** Cancels and closes the sessions that are still open, then releases memory, threads and temporary files. */
    @Override
    void close();
}
