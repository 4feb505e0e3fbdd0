package dev.daybreak.orchestration.step;

import dev.daybreak.project.Graph;
import dev.daybreak.project.plan.PlannedPartition;
import java.util.List;
import java.util.Objects;

/**
 * A claimed step, as its materializer gets it.
 *
 * @param partitions neighbouring ones, oldest first, all of {@code node}
 * @param key names the step for good: run, asset and first partition
 * @param attempt names this try and its files: letters, digits and dashes
 */
public record StepContext(
        Graph.Node node,
        List<PlannedPartition> partitions,
        String run,
        String key,
        String attempt,
        StepMonitor monitor) {
    public StepContext {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(attempt, "attempt");
        Objects.requireNonNull(monitor, "monitor");
        partitions = List.copyOf(partitions);
    }
}
