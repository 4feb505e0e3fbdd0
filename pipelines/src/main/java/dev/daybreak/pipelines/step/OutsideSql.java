package dev.daybreak.pipelines.step;

import java.util.function.Consumer;

/** Puts statements to the databases that {@code daybreak.yaml} declares. Thread-safe. */
@FunctionalInterface
public interface OutsideSql {
    /**
     * @param running told how to stop the statement, before it begins
     * @return how many rows it changed
     */
    long execute(String connection, String sql, Consumer<Runnable> running);
}
