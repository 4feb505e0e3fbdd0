package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The record that an attempt published a partition. The one with the greatest token of a partition holds.
 *
 * @param snapshot of the asset's table; empty for kinds without one
 * @param inputs the snapshot of every table that was read; not all are known after a recovery
 * @param undone when the table was put back to an earlier snapshot, so that this does not hold; empty if it was not
 */
public record MaterializationRecord(
        AssetKey asset,
        DataInterval interval,
        long token,
        String run,
        String step,
        Fingerprint fingerprint,
        Optional<Long> snapshot,
        Map<AssetKey, Long> inputs,
        long rows,
        Instant published,
        Optional<Instant> undone) {
    public MaterializationRecord {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }
}
