package dev.daybreak.orchestration.run;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Objects;

/**
 * Which step is spoken of.
 *
 * @param key names it for good
 * @param partitions neighbouring ones, oldest first, never empty
 */
public record StepSpan(String key, AssetKey asset, List<DataInterval> partitions) {
    public StepSpan {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(asset, "asset");
        partitions = List.copyOf(partitions);
    }

    /** From the start of the first partition to the end of the last. */
    public DataInterval interval() {
        return partitions.get(0).span(partitions.get(partitions.size() - 1));
    }
}
