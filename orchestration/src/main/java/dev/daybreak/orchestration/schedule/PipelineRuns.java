package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.selection.Selection;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the runs of a project's pipelines ask for. Thread-safe. */
public final class PipelineRuns {
    private final Graph graph;
    private final List<Pipeline> pipelines;
    private final Optional<Instant> begin;

    /** @param begin where the project's partitioned assets begin at the earliest */
    public PipelineRuns(Graph graph, List<Pipeline> pipelines, Optional<Instant> begin) {
        this.graph = graph;
        this.pipelines = List.copyOf(pipelines);
        this.begin = begin;
    }

    /** How many runs of each pipeline may be at work at a time. */
    public Map<String, Integer> mostActive() {
        Map<String, Integer> most = new HashMap<>();
        pipelines.forEach(pipeline -> most.put(pipeline.name(), pipeline.maxActiveRuns()));
        return most;
    }

    /**
     * The request of a run that was taken from the queue.
     *
     * @param state asked only for a selection of what is stale
     */
    public RunRequest request(RunQueue.Taken run, PublishedState state) {
        Pipeline pipeline = pipelines.stream()
                .filter(known -> known.name().equals(run.pipeline()))
                .findFirst()
                .orElseThrow();
        Selection selection = Selection.parse(pipeline.selection(), pipelines);
        Set<AssetKey> stale = pipeline.selection().stream().anyMatch(term -> term.contains("stale"))
                ? stale(pipeline, run, state)
                : Set.of();
        Demand demand = demand(pipeline, run, selection.resolve(graph, stale));
        return new RunRequest(run.kind(), demand, run.by(), Optional.of(run.words()));
    }

    private Set<AssetKey> stale(Pipeline pipeline, RunQueue.Taken run, PublishedState state) {
        Set<AssetKey> all = new HashSet<>();
        graph.nodes().forEach(node -> all.add(node.key()));
        return new Planner(graph).stale(demand(pipeline, run, all), state);
    }

    private Demand demand(Pipeline pipeline, RunQueue.Taken run, Set<AssetKey> selected) {
        return pipeline.trigger() instanceof Trigger.OnSchedule
                ? Demand.completedIn(graph, selected, run.interval(), begin)
                : Demand.of(graph, selected, run.interval(), begin);
    }

    /** The assets outside of a pipeline's selection that it reads. */
    public Set<AssetKey> inputs(Pipeline pipeline) {
        Set<AssetKey> all = new HashSet<>();
        graph.nodes().forEach(node -> all.add(node.key()));
        Set<AssetKey> selected =
                Selection.parse(pipeline.selection(), pipelines).resolve(graph, all);
        Set<AssetKey> inputs = new HashSet<>();
        for (AssetKey key : selected) {
            graph.node(key).inputs().forEach(input -> inputs.add(input.asset()));
        }
        inputs.removeAll(selected);
        return inputs;
    }
}
