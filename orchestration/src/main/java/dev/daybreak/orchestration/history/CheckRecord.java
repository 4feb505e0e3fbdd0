package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a check found on one partition, as it is remembered. Values are as JSON gives them back: numbers, texts, booleans,
 * lists, maps and null.
 *
 * @param token of the attempt that computed the partition
 */
public record CheckRecord(
        long token,
        String run,
        AssetKey asset,
        DataInterval interval,
        String expectation,
        Map<String, Object> arguments,
        CheckSpec.Severity severity,
        boolean success,
        Object observed,
        long evaluated,
        long unexpected,
        OptionalDouble unexpectedShare,
        List<Map<String, Object>> samples,
        String reason,
        Instant checked) {}
