package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt as it is remembered.
 *
 * @param token grows with every attempt of the store
 * @param name names its files: letters, digits and dashes
 * @param logFile relative to the folder of logs, with forward slashes
 */
public record AttemptRecord(
        long token,
        String name,
        String step,
        String run,
        AssetKey asset,
        AttemptState state,
        String host,
        long pid,
        Instant started,
        Optional<Instant> ended,
        String logFile,
        Optional<Failure> failure) {}
