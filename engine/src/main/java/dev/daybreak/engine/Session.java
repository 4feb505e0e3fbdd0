package dev.daybreak.engine;

import dev.daybreak.project.schema.Schema;
import java.util.List;

/**
 * Relations by name and queries over them. Every failure is a {@link dev.daybreak.project.problem.DaybreakException}
 * with code {@code INVALID_SQL}, {@code QUERY_FAILED}, {@code OUT_OF_RESOURCES} or {@code CANCELLED}, or {@code UNREACHABLE}
 * if the engine is a server that does not answer; where the engine tells a position in the text, the exception is a
 * {@link SqlPosition} cause with line and column.
 * A session stays usable after a failed query. After {@link #close} every call but {@code close} and {@code cancel} throws
 * {@link IllegalStateException}.
 */
public interface Session extends AutoCloseable {
    /** Whether work is shared out by the values of rows, so that joins with few frequent values should be spread. */
    boolean isDistributed();

    /** Whether relations of a snapshot are read from its table, unless the file of each row is asked for, so that their files need not be there as Parquet. */
    default boolean reads(Relation.Origin origin) {
        return false;
    }

    /**
     * Makes files readable under a name, which then stands in a query as {@code FROM "name"}. A relation of that name is replaced.
     *
     * @param name letters, digits and underscores
     */
    void register(String name, Relation relation);

    /** The same with the numbers of a join that is spread. */
    void register(String name, Relation relation, Salting salting);

    /**
     * The same with one more column that tells the file in which a row lies, as {@link Relation.DataFile#path} names it.
     *
     * @param fileColumn its name, which no column of the relation has
     */
    void register(String name, Relation relation, String fileColumn);

    /**
     * Makes what a query yields readable under a name, as {@link #register} does with files. The query is not run before the name is read, and
     * reads what its own names stand for now. A relation of that name is replaced.
     *
     * @param name letters, digits and underscores
     */
    void define(String name, String sql);

    /**
     * Names and types of what a query yields, without running it. Every column is optional here. Types that the contract has not
     * are told as the nearest that holds their values (a sum of integers as long); one without such fails with {@code INVALID_SQL}.
     */
    Schema describe(String sql);

    /** Runs a query; rows come as they are read. The caller closes them, and the session's next call does if the caller has not. */
    Rows query(String sql);

    /** How a query would be run, without running it. */
    QueryPlan explain(String sql);

    /** Runs a statement that yields no rows, in the engine's own dialect (temporary tables, settings). */
    void execute(String sql);

    /**
     * Runs a query and writes its rows as Parquet files, cast to the schema of {@link WriteSpec}.
     * If it fails, files written so far may remain; the caller removes the attempt's files.
     *
     * @return the files with their exact row counts; empty if the query yields no rows
     */
    List<WrittenFile> write(String sql, WriteSpec spec);

    /**
     * Stops what this session runs now, from any thread; the running call fails with code {@code CANCELLED}, and so does reading on
     * in open rows. Returns when the call has ended, or after a few seconds. Does nothing if nothing runs.
     */
    void cancel();

    @Override
    void close();
}
