package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The stretches of time of assets that are claimed, of which no two overlap. For one thread. */
final class ClaimedStretches {
    /** Ends by starts. */
    private final Map<AssetKey, TreeMap<Instant, Instant>> byAsset = new HashMap<>();

    /** Adds a stretch, if it overlaps none that is there; returns whether it did. */
    boolean addIfFree(AssetKey asset, DataInterval stretch) {
        TreeMap<Instant, Instant> claimed = byAsset.computeIfAbsent(asset, key -> new TreeMap<>());
        Map.Entry<Instant, Instant> before = claimed.lowerEntry(stretch.end());
        boolean isFree = before == null || !before.getValue().isAfter(stretch.start());
        if (isFree) {
            claimed.put(stretch.start(), stretch.end());
        }
        return isFree;
    }
}
