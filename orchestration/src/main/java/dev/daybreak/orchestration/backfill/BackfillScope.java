package dev.daybreak.orchestration.backfill;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The assets of a backfill. What is not cut by time but reads selected assets that are, such as a model, is left to a last run,
 * with all selected assets that depend on it: else every run of the backfill would train it.
 */
final class BackfillScope {
    private final Graph graph;
    private final BackfillRequest request;
    private final Optional<Instant> begin;
    private final Set<AssetKey> selected;
    private final Set<AssetKey> last = new HashSet<>();

    /** @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if the selection names what is not there */
    BackfillScope(Graph graph, List<Pipeline> pipelines, Optional<Instant> begin, BackfillRequest request) {
        this.graph = graph;
        this.request = request;
        this.begin = begin;
        this.selected = Selection.parse(request.selection(), pipelines).resolve(graph, Set.of());
        Set<AssetKey> cut = new HashSet<>();
        for (Graph.Node node : graph.nodes()) {
            if (selected.contains(node.key())) {
                // Who reads a view need not wait for it to be in the catalog.
                Set<AssetKey> inputs = node.asset() instanceof ViewAsset
                        ? node.upstream()
                        : node.inputs().stream().map(Input::asset).collect(Collectors.toSet());
                boolean isCut = node.asset().cut().isPresent();
                if (inputs.stream().anyMatch(last::contains)
                        || (!isCut && inputs.stream().anyMatch(cut::contains))) {
                    last.add(node.key());
                } else if (isCut) {
                    cut.add(node.key());
                }
            }
        }
    }

    boolean isLast(AssetKey asset) {
        return last.contains(asset);
    }

    /** All that is asked for. */
    Demand all() {
        return demand(selected, request.range());
    }

    /** What one of its runs asks for. */
    Demand of(DataInterval part) {
        if (part.isAll()) {
            return demand(last, request.range());
        }
        Set<AssetKey> first = new LinkedHashSet<>(selected);
        first.removeAll(last);
        return demand(first, part);
    }

    private Demand demand(Set<AssetKey> assets, DataInterval part) {
        return Demand.startingIn(graph, assets, request.range(), part, request.starts(), begin);
    }
}
