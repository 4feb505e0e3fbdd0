package dev.daybreak.engine.duckdb;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What {@code approx_count_distinct} needs, made known to every session of a database before the first text that names it: few texts do, and
 * it takes as long as half of all else that the engine starts with. Thread-safe.
 */
final class DistinctFunctions {
    private static final Pattern NAME = Pattern.compile("approx_count_distinct", Pattern.CASE_INSENSITIVE);

    private final Connection database;
    private volatile boolean areMade;

    /** @param database stays open as long as sessions do */
    DistinctFunctions(Connection database) {
        this.database = database;
    }

    /** To be called before a text is prepared. */
    void before(String sql) {
        if (!areMade && NAME.matcher(sql).find()) {
            make();
        }
    }

    private synchronized void make() {
        if (areMade) {
            return;
        }
        try {
            DistinctEstimate.register(database);
            areMade = true;
        } catch (SQLException e) {
            throw new DaybreakException(
                    ErrorCode.INTERNAL,
                    "Cannot make approx_count_distinct known to DuckDB: " + DuckDbErrors.reason(e),
                    "",
                    e);
        }
    }
}
