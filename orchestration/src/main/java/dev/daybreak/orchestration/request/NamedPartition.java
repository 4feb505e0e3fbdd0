package dev.daybreak.orchestration.request;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds partitions by where they start. */
final class NamedPartition {
    private NamedPartition() {}

    /**
     * The longest partition of the selected assets that starts at an instant.
     *
     * @param text the instant as it was written
     * @throws DaybreakException WRONG_USE if none does
     */
    static DataInterval longest(Requests project, List<String> selection, String text, Instant start) {
        Graph graph = project.graph();
        Set<AssetKey> all = new HashSet<>();
        graph.nodes().forEach(node -> all.add(node.key()));
        Set<AssetKey> selected = Selection.parse(selection, project.pipelines()).resolve(graph, all);
        Optional<DataInterval> longest = Optional.empty();
        Optional<DataInterval> holding = Optional.empty();
        for (Graph.Node node : graph.nodes()) {
            Optional<DataInterval> there =
                    selected.contains(node.key()) ? at(node, start, graph.zone()) : Optional.empty();
            if (there.isPresent()) {
                DataInterval partition = there.get();
                holding = Optional.of(partition);
                if (partition.start().equals(start)
                        && (longest.isEmpty()
                                || partition.end().isAfter(longest.get().end()))) {
                    longest = Optional.of(partition);
                }
            }
        }
        String mend = holding.map(partition -> "Give the start of a partition, such as " + partition.start() + ".")
                .orElse("None of the selected assets has partitions; leave " + project.named("partition") + " out.");
        return longest.orElseThrow(() -> new DaybreakException(
                ErrorCode.WRONG_USE,
                "Invalid " + project.named("partition") + " '" + text + "': no partition of the selection starts then.",
                mend));
    }

    private static Optional<DataInterval> at(Graph.Node node, Instant start, ZoneId zone) {
        DataInterval moment = new DataInterval(start, start.plusMillis(1));
        return node.asset().cut().flatMap(cut -> cut.overlapping(moment, zone).stream()
                .findFirst());
    }
}
