package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Plans one asset of a run when its inputs are settled: what to compute, in which batches, and what cannot be. Thread-safe. */
final class NodePlanner {
    private final Graph graph;
    private final Demand demand;
    private final History history;
    private final Materializers materializers;
    private final Planner planner;
    private final Chooser chooser;

    NodePlanner(Graph graph, StoredRequest.Asked asked, History history, Materializers materializers) {
        this.graph = graph;
        this.demand = asked.demand();
        this.history = history;
        this.materializers = materializers;
        this.planner = new Planner(graph);
        this.chooser = new Chooser(asked.choice(), history);
    }

    /** Why a partition cannot be computed; {@code group} is equal for neighbours that may be told together. */
    private record Obstacle(String group, String reason, Optional<Failure> failure) {}

    private record Blocked(DataInterval interval, Obstacle obstacle) {}

    /**
     * @param ended partitions of inputs that this run could not bring up to date, with a word for what became of them
     */
    NodePlan plan(Graph.Node node, Collection<DataInterval> intervals, Map<AssetKey, Map<DataInterval, String>> ended) {
        StoredState state = new StoredState(graph, history, materializers);
        List<PlannedPartition> free = new ArrayList<>();
        List<Blocked> blocked = new ArrayList<>();
        for (PlannedPartition partition : chooser.chosen(node.key(), planner.planNode(node, intervals, state))) {
            obstacle(node, partition.interval(), state, ended)
                    .ifPresentOrElse(
                            found -> blocked.add(new Blocked(partition.interval(), found)), () -> free.add(partition));
        }
        int most = materializers.of(node).batching(node.asset()).most();
        List<NodePlan.Batch> batches =
                cut(free, most, (before, next) -> touch(before.interval(), next.interval())).stream()
                        .map(partitions -> new NodePlan.Batch(partitions, seen(partitions, state)))
                        .toList();
        List<NodePlan.Halted> halted = cut(blocked, Integer.MAX_VALUE, NodePlanner::together).stream()
                .map(NodePlanner::halted)
                .toList();
        return new NodePlan(batches, halted);
    }

    private static Map<DataInterval, Long> seen(List<PlannedPartition> partitions, StoredState state) {
        Map<DataInterval, Long> seen = new HashMap<>();
        for (PlannedPartition partition : partitions) {
            state.token(partition.asset(), partition.interval())
                    .ifPresent(token -> seen.put(partition.interval(), token));
        }
        return seen;
    }

    private Optional<Obstacle> obstacle(
            Graph.Node node, DataInterval interval, StoredState state, Map<AssetKey, Map<DataInterval, String>> ended) {
        for (Input input : node.inputs()) {
            if (input.optional()) {
                continue;
            }
            DataInterval window = input.window().of(interval, graph.zone());
            Optional<Obstacle> found = ended.getOrDefault(input.asset(), Map.of()).entrySet().stream()
                    .filter(entry -> entry.getKey().overlaps(window))
                    .min(Map.Entry.comparingByKey())
                    .map(entry -> skip(input, entry.getKey(), entry.getValue()))
                    .or(() -> demand.expected(input.asset(), window).stream()
                            .filter(expected -> !state.isPublished(input.asset(), expected))
                            .findFirst()
                            .map(expected -> neverPublished(node, interval, input, expected)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Obstacle skip(Input input, DataInterval read, String what) {
        String reason = input.asset() + " for " + text(read) + " " + what;
        return new Obstacle(reason, reason, Optional.empty());
    }

    private Obstacle neverPublished(Graph.Node node, DataInterval interval, Input input, DataInterval read) {
        if (demand.assets().contains(input.asset())) {
            return skip(input, read, "was never published");
        }
        String asset = input.asset().toString();
        Failure failure = new Failure(
                ErrorCode.MISSING_INPUT,
                "Cannot materialize asset '" + node.key() + "' for " + text(interval) + ": input '" + asset + "' for "
                        + text(read) + " was never published.",
                input.place().toString(),
                "Run " + asset + " for " + text(read) + " first (the selection '+" + node.key()
                        + "' includes it), or mark the input optional.");
        return new Obstacle("missing " + asset, asset + " was never published", Optional.of(failure));
    }

    private String text(DataInterval interval) {
        return IntervalText.of(interval, graph.zone());
    }

    private static boolean touch(DataInterval before, DataInterval next) {
        return before.end().equals(next.start());
    }

    private static boolean together(Blocked before, Blocked next) {
        return touch(before.interval(), next.interval())
                && before.obstacle().group().equals(next.obstacle().group());
    }

    private static NodePlan.Halted halted(List<Blocked> group) {
        Obstacle first = group.get(0).obstacle();
        return new NodePlan.Halted(group.stream().map(Blocked::interval).toList(), first.reason(), first.failure());
    }

    /** Cuts a list into stretches of at most {@code most} whose neighbours belong together. */
    private static <T> List<List<T>> cut(List<T> items, int most, BiPredicate<T, T> together) {
        List<List<T>> stretches = new ArrayList<>();
        List<T> open = new ArrayList<>();
        for (T item : items) {
            if (!open.isEmpty() && (open.size() == most || !together.test(open.get(open.size() - 1), item))) {
                stretches.add(open);
                open = new ArrayList<>();
            }
            open.add(item);
        }
        if (!open.isEmpty()) {
            stretches.add(open);
        }
        return stretches;
    }
}
