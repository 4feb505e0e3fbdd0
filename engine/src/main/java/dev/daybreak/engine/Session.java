package dev.daybreak.engine;

import dev.daybreak.project.schema.Schema;
import java.util.List;

/**
 * Relations by name and queries over them. Every failure is a {@link dev.daybreak.project.problem.DaybreakException}
 * with code {@code INVALID_SQL}, {@code QUERY_FAILED}, {@code OUT_OF_RESOURCES} or {@code CANCELLED}; where the engine
 * tells a position in the text, the exception is a {@link SqlPosition} cause with line and column.
 * A session stays usable after a failed query.
 */
public interface Session extends AutoCloseable {
    /**
     * Makes files readable under a name, which then stands in a query as {@code FROM "name"}. A relation of that name is replaced.
     *
     * @param name letters, digits and underscores
     */
    void register(String name, Relation relation);

    /** Names and types of what a query yields, without running it. */
    Schema describe(String sql);

    /** Runs a query; the caller closes the rows. */
    Rows query(String sql);

    /** Runs a statement that yields no rows, in the engine's own dialect (temporary tables and views). */
    void execute(String sql);

    /**
     * Runs a query and writes its rows as Parquet files, cast to the schema of {@link WriteSpec}.
     * If it fails, files written so far may remain; the caller removes the attempt's files.
     *
     * @return the files with their exact row counts; empty if the query yields no rows
     */
    List<WrittenFile> write(String sql, WriteSpec spec);

    /** Stops what this session runs now, from any thread; the running call fails with code {@code CANCELLED}. */
    void cancel();

    @Override
    void close();
}
