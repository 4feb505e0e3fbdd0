package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step as it is remembered.
 *
 * @param partitions oldest first, never empty
 * @param reason why it was done, or why it was skipped
 * @param words what its effect says of itself; may be empty
 * @param rows in the partitions that were published
 */
public record StepRecord(
        String key,
        String run,
        AssetKey asset,
        List<DataInterval> partitions,
        StepState state,
        String reason,
        String words,
        long rows,
        Instant started,
        Optional<Instant> ended,
        Optional<Failure> failure) {
    public StepRecord {
        partitions = List.copyOf(partitions);
    }

    /** From the start of the first partition to the end of the last. */
    public DataInterval span() {
        return partitions.get(0).span(partitions.get(partitions.size() - 1));
    }
}
