package dev.daybreak.orchestration.run;

import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What a worker works on: the steps of one run that belongs to its process, or those of all runs that came from the queue.
 *
 * @param run empty for what came from the queue
 */
record Scope(Optional<String> run) {
    static final Scope QUEUE = new Scope(Optional.empty());

    /** Steps of live runs; any worker takes them. */
    static final int LIVE = 0;
    /** Steps of backfills; any worker takes them that finds no live ones. */
    static final int BACKFILL = 1;
    /** Steps that only the process of their run takes. */
    static final int OWN = 9;

    static Scope of(String run) {
        return new Scope(Optional.of(run));
    }

    /** A condition on the columns {@code lane} and {@code run_id}. */
    String condition() {
        return run.isPresent() ? "lane = " + OWN + " AND run_id = :scope" : "lane <= " + BACKFILL;
    }

    /** Binds what {@link #condition} needs. */
    <S extends SqlStatement<S>> S bind(S statement) {
        return run.isPresent() ? statement.bind("scope", run.get()) : statement;
    }
}
