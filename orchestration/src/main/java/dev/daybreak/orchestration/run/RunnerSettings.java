package dev.daybreak.orchestration.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Bounds of a runner.
 *
 * @param parallel steps at a time, at least 1
 * @param lease how long a worker may be silent before others take it for dead; it says every third of it that it is alive
 * @param grace how long an attempt that is to stop may go on before it is given up; what it does after that is never published
 * @param logs the folder that gets one file for every attempt
 * @param pools how many slots each pool has, by name
 */
public record RunnerSettings(int parallel, Duration lease, Duration grace, Path logs, Map<String, Integer> pools) {
    public RunnerSettings {
        Objects.requireNonNull(logs, "logs");
        pools = Map.copyOf(pools);
        if (parallel < 1 || lease.toMillis() < 1 || grace.isNegative()) {
            throw new IllegalArgumentException("Invalid runner settings: parallel " + parallel + " (at least 1), lease "
                    + lease + " (above 0), grace " + grace + " (at least 0)");
        }
    }

    /** Without pools. */
    public RunnerSettings(int parallel, Duration lease, Duration grace, Path logs) {
        this(parallel, lease, grace, logs, Map.of());
    }

    /** A lease of 30 s and a grace of 10 s, without pools. */
    public static RunnerSettings of(int parallel, Path logs) {
        return new RunnerSettings(parallel, Duration.ofSeconds(30), Duration.ofSeconds(10), logs);
    }

    public RunnerSettings withPools(Map<String, Integer> slots) {
        return new RunnerSettings(parallel, lease, grace, logs, slots);
    }
}
