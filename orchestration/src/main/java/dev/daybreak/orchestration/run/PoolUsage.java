package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of a pool is taken.
 *
 * @param used slots of steps at work, of all runs
 * @param ready slots that ready steps wait for
 */
public record PoolUsage(String pool, int slots, int used, int ready) {
    /**
     * Of every pool, by name.
     *
     * @param slots of every pool
     */
    public static List<PoolUsage> of(Store store, Map<String, Integer> slots) {
        return store.jdbi().withHandle(handle -> new TreeMap<>(slots)
                .entrySet().stream()
                        .map(pool -> new PoolUsage(
                                pool.getKey(),
                                pool.getValue(),
                                ReadyDao.used(handle, pool.getKey()),
                                ReadyDao.wanted(handle, pool.getKey())))
                        .toList());
    }
}
