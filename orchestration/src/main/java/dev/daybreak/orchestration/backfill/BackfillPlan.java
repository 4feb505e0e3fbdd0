package dev.daybreak.orchestration.backfill;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backfill would do now.
 *
 * @param partitions what is to be computed, and why, inputs first; some may turn out to be up to date when their inputs are
 * @param parts what each of its runs covers, in the order in which they start; {@link DataInterval#ALL} stands for what is left to
 *     the last
 */
public record BackfillPlan(List<PlannedPartition> partitions, List<DataInterval> parts) {
    public BackfillPlan {
        partitions = List.copyOf(partitions);
        parts = List.copyOf(parts);
    }

    /** Why a partition is to be computed. */
    public record Reason(PlannedPartition.State state, String words) {}

    /** How many partitions of each asset are to be computed, and why; in the order of {@link #partitions}. */
    public Map<AssetKey, Map<Reason, Integer>> counts() {
        Map<AssetKey, Map<Reason, Integer>> counts = new LinkedHashMap<>();
        for (PlannedPartition partition : partitions) {
            counts.computeIfAbsent(partition.asset(), asset -> new LinkedHashMap<>())
                    .merge(new Reason(partition.state(), partition.reason()), 1, Integer::sum);
        }
        return counts;
    }
}
