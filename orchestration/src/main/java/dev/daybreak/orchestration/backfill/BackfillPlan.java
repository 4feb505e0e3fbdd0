package dev.daybreak.orchestration.backfill;

import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.util.List;

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
}
