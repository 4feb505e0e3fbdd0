package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Bounds of a runner, and what it does not tell.
 *
 * @param parallel steps at a time, at least 1
 * @param lease how long a worker may be silent before others take it for dead; it says every third of it that it is alive
 * @param grace how long an attempt that is to stop may go on before it is given up; what it does after that is never published
 * @param logs the folder that gets one file for every attempt
 * @param pools how many slots each pool has, by name
 * @param hidden columns of assets whose values stand in no message and no log, which go to people who may not read the tables
 */
public record RunnerSettings(
        int parallel,
        Duration lease,
        Duration grace,
        Path logs,
        Map<String, Integer> pools,
        BiPredicate<AssetKey, String> hidden) {
    public RunnerSettings {
        Objects.requireNonNull(logs, "logs");
        Objects.requireNonNull(hidden, "hidden");
        pools = Map.copyOf(pools);
        if (parallel < 1 || lease.toMillis() < 1 || grace.isNegative()) {
            throw new IllegalArgumentException("Invalid runner settings: parallel " + parallel + " (at least 1), lease "
                    + lease + " (above 0), grace " + grace + " (at least 0)");
        }
    }

    /** Without pools, and with nothing hidden. */
    public RunnerSettings(int parallel, Duration lease, Duration grace, Path logs) {
        this(parallel, lease, grace, logs, Map.of(), (asset, column) -> false);
    }

    /** A lease of 30 s and a grace of 10 s, without pools. */
    public static RunnerSettings of(int parallel, Path logs) {
        return new RunnerSettings(parallel, Duration.ofSeconds(30), Duration.ofSeconds(10), logs);
    }

    public RunnerSettings withPools(Map<String, Integer> slots) {
        return new RunnerSettings(parallel, lease, grace, logs, slots, hidden);
    }

    public RunnerSettings hiding(BiPredicate<AssetKey, String> columns) {
        return new RunnerSettings(parallel, lease, grace, logs, pools, columns);
    }
}
