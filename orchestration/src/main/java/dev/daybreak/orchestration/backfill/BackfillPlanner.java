package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.orchestration.run.Chooser;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says what a backfill would do, and cuts it into runs. Changes nothing. */
public final class BackfillPlanner {
    private final Graph graph;
    private final List<Pipeline> pipelines;
    private final Optional<Instant> begin;
    private final History history;

    /** @param begin where the project's partitioned assets begin at the earliest */
    public BackfillPlanner(Graph graph, List<Pipeline> pipelines, Optional<Instant> begin, History history) {
        this.graph = graph;
        this.pipelines = List.copyOf(pipelines);
        this.begin = begin;
        this.history = history;
    }

    /** @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if the selection names what is not there */
    public BackfillPlan plan(BackfillRequest request, BackfillCut cut, PublishedState state) {
        BackfillScope scope = new BackfillScope(graph, pipelines, begin, request);
        Demand demand = scope.all();
        List<PlannedPartition> chosen = chosen(request, demand, state);
        BackfillPlan plan = new BackfillPlan(chosen, parts(request, scope, demand, chosen, cut));
        refuseOutOfOrder(plan, cut);
        return plan;
    }

    /** Intervals that build on each other are not to be done side by side, or the last first. */
    private void refuseOutOfOrder(BackfillPlan plan, BackfillCut cut) {
        boolean isInOrder = cut.order() == BackfillCut.Order.FORWARD && cut.concurrency() == 1;
        Optional<AssetKey> builds = plan.partitions().stream()
                .map(PlannedPartition::asset)
                .filter(asset -> graph.node(asset).asset().isInOrder())
                .findFirst();
        if (builds.isPresent() && !isInOrder && plan.parts().size() > 1) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot backfill '" + builds.get() + "' "
                            + (cut.order() == BackfillCut.Order.BACKWARD
                                    ? "backward"
                                    : "with " + cut.concurrency() + " runs at a time")
                            + ": its intervals build on each other, so they are done one after the other, oldest first.",
                    "Backfill it forward with one run at a time, or leave it out of the selection.");
        }
    }

    /** Everything of the range that is asked for. */
    public Demand demand(BackfillRequest request) {
        return new BackfillScope(graph, pipelines, begin, request).all();
    }

    /** What may change when a source's news are in counts too, where a run would do it. */
    private List<PlannedPartition> chosen(BackfillRequest request, Demand demand, PublishedState state) {
        Chooser chooser = new Chooser(graph, request.choice(""), history);
        Map<AssetKey, List<PlannedPartition>> byAsset = new LinkedHashMap<>();
        for (PlannedPartition partition : new Planner(graph).plan(demand, state)) {
            byAsset.computeIfAbsent(partition.asset(), asset -> new ArrayList<>())
                    .add(partition);
        }
        List<PlannedPartition> chosen = new ArrayList<>();
        byAsset.forEach((asset, planned) -> chosen.addAll(
                request.only() == Choice.Only.NEEDED
                        ? planned.stream()
                                .filter(partition -> partition.state() != PlannedPartition.State.DONE)
                                .toList()
                        : chooser.chosen(asset, planned)));
        return chosen;
    }

    private static List<DataInterval> parts(
            BackfillRequest request,
            BackfillScope scope,
            Demand demand,
            List<PlannedPartition> chosen,
            BackfillCut cut) {
        List<DataInterval> parts = new ArrayList<>(cut(units(request, scope, demand, chosen), cut.batch()));
        boolean isAnyFirst = chosen.stream().anyMatch(partition -> !scope.isLast(partition.asset()));
        boolean isAnyLast = chosen.stream().anyMatch(partition -> scope.isLast(partition.asset()));
        if (parts.isEmpty() && isAnyFirst) {
            parts.add(request.range());
        }
        if (cut.order() == BackfillCut.Order.BACKWARD) {
            Collections.reverse(parts);
        }
        if (isAnyLast) {
            parts.add(DataInterval.ALL);
        }
        return parts;
    }

    /**
     * The intervals that are the smallest a run can cover: for every time at which a chosen partition starts, the shortest that is
     * asked for and starts there. What only windows reach before the range comes with its readers.
     */
    private static List<DataInterval> units(
            BackfillRequest request, BackfillScope scope, Demand demand, List<PlannedPartition> chosen) {
        SortedMap<Instant, DataInterval> shortest = new TreeMap<>();
        for (AssetKey asset : demand.assets()) {
            for (DataInterval partition : scope.isLast(asset) ? List.<DataInterval>of() : demand.partitions(asset)) {
                shortest.merge(partition.start(), partition, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        }
        return chosen.stream()
                .filter(partition -> !scope.isLast(partition.asset())
                        && !partition.interval().isAll()
                        && request.range().contains(partition.interval()))
                .map(partition -> shortest.get(partition.interval().start()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Puts together at most {@code most} neighbours; a run ends where the next begins. */
    private static List<DataInterval> cut(List<DataInterval> units, int most) {
        List<DataInterval> parts = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= units.size(); i++) {
            boolean isEnd = i == units.size();
            boolean touches =
                    !isEnd && !units.get(i).start().isAfter(units.get(i - 1).end());
            if (isEnd || !touches || i - first == most) {
                Instant end = touches ? units.get(i).start() : units.get(i - 1).end();
                parts.add(new DataInterval(units.get(first).start(), end));
                first = i;
            }
        }
        return parts;
    }
}
