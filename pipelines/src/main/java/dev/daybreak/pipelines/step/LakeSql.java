package dev.daybreak.pipelines.step;

import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Puts SELECTs to the tables of the lake. Thread-safe. */
@FunctionalInterface
public interface LakeSql {
    /**
     * @param interval what {@code :start} and {@code :end} stand for
     * @param most rows; more are an error
     * @param running told how to stop the query, before it begins
     * @return the rows, by column name in the order of the columns
     */
    List<Map<String, Object>> query(String sql, DataInterval interval, int most, Consumer<Runnable> running);
}
