package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run is to do about one asset; partitions that are up to date are not in it. */
record NodePlan(List<Batch> batches, List<Halted> halted) {
    NodePlan {
        batches = List.copyOf(batches);
        halted = List.copyOf(halted);
    }

    int partitions() {
        return batches.stream().mapToInt(batch -> batch.partitions().size()).sum();
    }

    /**
     * Neighbouring partitions that one step computes.
     *
     * @param seen the tokens with which they were published when the plan was made; without those never published
     */
    record Batch(List<PlannedPartition> partitions, Map<DataInterval, Long> seen) {
        Batch {
            partitions = List.copyOf(partitions);
            seen = Map.copyOf(seen);
        }

        List<DataInterval> intervals() {
            return partitions.stream().map(PlannedPartition::interval).toList();
        }

        String reason() {
            return partitions.get(0).reason();
        }
    }

    /**
     * Neighbouring partitions that are not computed in this run.
     *
     * @param end what their step ends as
     */
    record Halted(List<DataInterval> intervals, String reason, StepState end, Optional<Failure> failure) {
        Halted {
            intervals = List.copyOf(intervals);
        }
    }
}
