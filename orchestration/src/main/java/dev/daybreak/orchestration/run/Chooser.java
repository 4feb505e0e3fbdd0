package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Succession;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows a {@link Choice} where it depends on what happened before. Thread-safe. */
public final class Chooser {
    private final Graph graph;
    private final Choice choice;
    private final History history;

    public Chooser(Graph graph, Choice choice, History history) {
        this.graph = graph;
        this.choice = choice;
        this.history = history;
    }

    /** Those of an asset's planned partitions that are to be computed, in the same order. */
    public List<PlannedPartition> chosen(AssetKey asset, List<PlannedPartition> planned) {
        return switch (choice.only()) {
            case NEEDED -> planned.stream().filter(PlannedPartition::isToDo).toList();
            case MISSING ->
                planned.stream()
                        .filter(partition -> partition.state() == PlannedPartition.State.MISSING)
                        .toList();
            case FAILED -> {
                Set<DataInterval> failed = history.failed(asset);
                yield planned.stream()
                        .filter(partition -> failed.contains(partition.interval()))
                        .map(partition -> because(partition, "failed last time"))
                        .toList();
            }
            case ALL -> {
                Set<DataInterval> again = again(asset, planned);
                yield withAgain(asset, planned, again).stream()
                        .filter(partition -> partition.isToDo() || again.contains(partition.interval()))
                        .map(partition -> because(partition, "asked for again"))
                        .toList();
            }
        };
    }

    private List<PlannedPartition> withAgain(AssetKey asset, List<PlannedPartition> planned, Set<DataInterval> again) {
        return graph.node(asset).asset().isInOrder() ? new Succession(graph.zone()).withAgain(planned, again) : planned;
    }

    private Set<DataInterval> again(AssetKey asset, List<PlannedPartition> planned) {
        Set<DataInterval> again = planned.stream()
                .map(PlannedPartition::interval)
                .filter(choice::isAskedAgain)
                .collect(Collectors.toSet());
        if (!choice.runs().isEmpty()) {
            history.published(asset).stream()
                    .filter(published -> published.run().startsWith(choice.runs()))
                    .forEach(published -> again.remove(published.interval()));
        }
        return again;
    }

    private static PlannedPartition because(PlannedPartition partition, String reason) {
        return partition.isToDo()
                ? partition
                : new PlannedPartition(
                        partition.asset(), partition.interval(), partition.state(), reason, partition.fingerprint());
    }
}
