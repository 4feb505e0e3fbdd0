package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Undone;
import dev.daybreak.orchestration.run.Obstacles.Obstacle;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Plans one asset of a run when its inputs are settled: what to compute, in which batches, and what cannot be. Thread-safe. */
final class NodePlanner {
    private final Graph graph;
    private final Demand demand;
    private final History history;
    private final Materializers materializers;
    private final Planner planner;
    private final Chooser chooser;
    private final Supplier<Instant> clock;

    /** @param clock asked only for assets that wait for something */
    NodePlanner(
            Graph graph,
            StoredRequest.Asked asked,
            History history,
            Materializers materializers,
            Supplier<Instant> clock) {
        this.graph = graph;
        this.demand = asked.demand();
        this.history = history;
        this.materializers = materializers;
        this.planner = new Planner(graph);
        this.chooser = new Chooser(graph, asked.choice(), history);
        this.clock = clock;
    }

    private record Blocked(DataInterval interval, Obstacle obstacle) {}

    /**
     * @param ended partitions of inputs that this run could not bring up to date
     * @param isMarked whether a step of this run counts as succeeded though nothing was published
     */
    NodePlan plan(
            Graph.Node node,
            Collection<DataInterval> intervals,
            Map<AssetKey, Map<DataInterval, Undone>> ended,
            BiPredicate<AssetKey, DataInterval> isMarked) {
        StoredState state = new StoredState(graph, history, materializers);
        Obstacles obstacles = new Obstacles(graph, demand, state, ended, isMarked);
        List<PlannedPartition> free = new ArrayList<>();
        List<Blocked> blocked = new ArrayList<>();
        for (PlannedPartition partition :
                chooser.chosen(node.key(), setUpAnew(node, planner.planNode(node, intervals, state)))) {
            obstacles
                    .of(node, partition.interval())
                    .ifPresentOrElse(
                            found -> blocked.add(new Blocked(partition.interval(), found)), () -> free.add(partition));
        }
        int most = materializers.of(node).batching(node.asset()).most();
        Predicate<DataInterval> isApart = waitingApart(node.asset().about().sensors());
        List<NodePlan.Batch> batches = cut(
                        free,
                        most,
                        (before, next) -> touch(before.interval(), next.interval()) && !isApart.test(next.interval()))
                .stream()
                .map(partitions -> new NodePlan.Batch(partitions, seen(partitions, state)))
                .toList();
        List<NodePlan.Halted> halted = cut(blocked, Integer.MAX_VALUE, NodePlanner::together).stream()
                .map(NodePlanner::halted)
                .toList();
        return new NodePlan(batches, halted);
    }

    /**
     * What was set up has been put away since; if something between the two failed, it is set up anew. All that reads it is stale
     * then, what puts it away too.
     */
    private List<PlannedPartition> setUpAnew(Graph.Node node, List<PlannedPartition> planned) {
        List<AssetKey> between = graph.readers(node.key()).stream()
                .filter(reader -> reader.asset().needs(node.key()))
                .flatMap(reader -> reader.inputs().stream().map(Input::asset))
                .filter(input -> !input.equals(node.key()))
                .toList();
        Map<DataInterval, AssetKey> failed = new HashMap<>();
        between.forEach(asset -> history.failed(asset).forEach(interval -> failed.putIfAbsent(interval, asset)));
        return failed.isEmpty()
                ? planned
                : planned.stream()
                        .map(partition -> failed.containsKey(partition.interval()) && !partition.isToDo()
                                ? new PlannedPartition(
                                        partition.asset(),
                                        partition.interval(),
                                        PlannedPartition.State.STALE,
                                        "sets up what '" + failed.get(partition.interval()) + "' needs, which failed",
                                        partition.fingerprint())
                                : partition)
                        .toList();
    }

    private static Map<DataInterval, Long> seen(List<PlannedPartition> partitions, StoredState state) {
        Map<DataInterval, Long> seen = new HashMap<>();
        for (PlannedPartition partition : partitions) {
            state.token(partition.asset(), partition.interval())
                    .ifPresent(token -> seen.put(partition.interval(), token));
        }
        return seen;
    }

    /**
     * Which partitions are not computed together with earlier ones, since each waits for what is its own. The time that all of them waited for has passed
     * if it has for the last.
     */
    private Predicate<DataInterval> waitingApart(List<Sensor> sensors) {
        if (sensors.isEmpty()) {
            return interval -> false;
        }
        Instant now = clock.get();
        return interval -> sensors.stream()
                .anyMatch(sensor ->
                        !(sensor.condition() instanceof Sensor.TimePassed time) || now.isBefore(time.due(interval)));
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
        return new NodePlan.Halted(
                group.stream().map(Blocked::interval).toList(), first.reason(), first.end(), first.failure());
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
