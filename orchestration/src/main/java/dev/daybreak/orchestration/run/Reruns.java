package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.AnyRange;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks again for what an earlier run was about. Thread-safe. */
public final class Reruns {
    private final Graph graph;
    private final History history;
    private final Optional<Instant> begin;

    /** @param begin where the project's partitioned assets begin at the earliest */
    public Reruns(Graph graph, History history, Optional<Instant> begin) {
        this.graph = graph;
        this.history = history;
        this.begin = begin;
    }

    /**
     * What a run tried or was to try and did not bring up to date; as far as others have not done so since, it is done now.
     *
     * @throws DaybreakException {@code WRONG_USE} if there is nothing of the kind
     */
    public RunRequest undone(String run, String by) {
        Map<AssetKey, Set<DataInterval>> partitions = partitions(
                run,
                step -> step.state().isFinal()
                        && step.state() != StepState.SUCCEEDED
                        && step.state() != StepState.OMITTED);
        if (partitions.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot rerun run '" + run + "': nothing of it failed, was skipped or cancelled.",
                    "Name an asset to compute it again: 'daybreak rerun " + run + " ASSET'.");
        }
        graph.nodes().forEach(node -> addSetUp(node, partitions));
        return request(partitions, "what run " + run + " left undone", by, Choice.NEEDED);
    }

    /**
     * The partitions of an asset that a run was about, up to date or not.
     *
     * @param isDownstream whether also the published partitions of all that reads them, directly or not
     * @throws DaybreakException {@code WRONG_USE} if the run had no step of the asset
     */
    public RunRequest again(String run, AssetKey asset, boolean isDownstream, String by) {
        Map<AssetKey, Set<DataInterval>> partitions =
                partitions(run, step -> step.asset().equals(asset));
        if (partitions.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot rerun asset '" + asset + "' of run '" + run + "': the run had no step of it.",
                    "'daybreak logs " + run + "' lists its steps; 'daybreak backfill " + asset
                            + " --only all' computes any range again.");
        }
        if (isDownstream) {
            graph.nodes().forEach(node -> addReader(node, Set.of(), partitions));
        }
        String words = asset + (isDownstream ? "+" : "") + " of run " + run + " again";
        return request(partitions, words, by, new Choice(Choice.Only.ALL, DataInterval.ALL, Set.of(), ""));
    }

    /**
     * The partitions of one step of a run, and of what reads them, directly or not: those that the run was about, and those that are published.
     * A step that succeeded is done again, all else as far as it is needed by then.
     *
     * @throws DaybreakException {@code WRONG_USE} if the run has no such step, or its asset is gone
     */
    public RunRequest from(String run, String step, String by) {
        StepRecord first = history.steps(run).stream()
                .filter(found -> found.key().equals(step))
                .filter(found -> graph.find(found.asset()).isPresent())
                .findFirst()
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Cannot rerun step '" + step + "' of run '" + run
                                + "': the run has no such step, or its asset is not in the project any more.",
                        "'daybreak logs " + run + "' lists its steps."));
        Map<AssetKey, Set<DataInterval>> ofRun = partitions(run, found -> true);
        Map<AssetKey, Set<DataInterval>> partitions = new LinkedHashMap<>();
        partitions.put(first.asset(), new TreeSet<>(first.partitions()));
        for (Graph.Node node : graph.nodes()) {
            addReader(node, ofRun.getOrDefault(node.key(), Set.of()), partitions);
            addSetUp(node, partitions);
        }
        Choice choice = first.state() == StepState.SUCCEEDED
                ? new Choice(Choice.Only.ALL, DataInterval.ALL, Set.of(), "")
                : Choice.NEEDED;
        return request(partitions, first.asset() + "+ of run " + run + " from a step on", by, choice);
    }

    private Map<AssetKey, Set<DataInterval>> partitions(String run, Predicate<StepRecord> isWanted) {
        Map<AssetKey, Set<DataInterval>> partitions = new LinkedHashMap<>();
        history.steps(run).stream()
                .filter(isWanted)
                .filter(step -> graph.find(step.asset()).isPresent())
                .forEach(step -> partitions
                        .computeIfAbsent(step.asset(), key -> new TreeSet<>())
                        .addAll(step.partitions()));
        return partitions;
    }

    /** What failed between a step that sets something up and the one that puts it away needs both again, and all between. */
    private static void addSetUp(Graph.Node node, Map<AssetKey, Set<DataInterval>> partitions) {
        List<AssetKey> inputs = node.inputs().stream().map(Input::asset).toList();
        if (inputs.stream().noneMatch(node.asset()::needs)) {
            return;
        }
        Set<DataInterval> undone = new TreeSet<>();
        inputs.forEach(input -> undone.addAll(partitions.getOrDefault(input, Set.of())));
        if (!undone.isEmpty()) {
            Stream.concat(inputs.stream(), Stream.of(node.key())).forEach(key -> partitions
                    .computeIfAbsent(key, absent -> new TreeSet<>())
                    .addAll(undone));
        }
    }

    /**
     * Inputs stand before their readers in the graph: what is added here is seen by the readers of this one.
     *
     * @param others partitions that are looked at beside those that are published
     */
    private void addReader(Graph.Node node, Set<DataInterval> others, Map<AssetKey, Set<DataInterval>> partitions) {
        for (Input input : node.inputs()) {
            Set<DataInterval> read = partitions.getOrDefault(input.asset(), Set.of());
            if (read.isEmpty()) {
                continue;
            }
            Stream.concat(history.published(node.key()).stream().map(MaterializationRecord::interval), others.stream())
                    .filter(interval -> reads(node, input, interval, read))
                    .forEach(interval -> partitions
                            .computeIfAbsent(node.key(), key -> new TreeSet<>())
                            .add(interval));
        }
    }

    private boolean reads(Graph.Node node, Input input, DataInterval interval, Set<DataInterval> read) {
        // Intervals of what has no schedule may lie over those of other runs, which are not meant.
        return node.asset().cut().filter(AnyRange.class::isInstance).isPresent()
                ? read.contains(interval)
                : read.stream().anyMatch(input.window().of(interval, graph.zone())::overlaps);
    }

    private RunRequest request(Map<AssetKey, Set<DataInterval>> partitions, String words, String by, Choice choice) {
        Map<AssetKey, List<DataInterval>> lists = new LinkedHashMap<>();
        partitions.forEach((asset, intervals) -> lists.put(asset, new ArrayList<>(intervals)));
        DataInterval range = partitions.values().stream()
                .flatMap(Set::stream)
                .filter(interval -> !interval.isAll())
                .reduce(DataInterval::span)
                .orElse(DataInterval.ALL);
        return new RunRequest(
                RunRequest.Kind.RUN, Demand.restored(graph, lists, range, begin), by, Optional.of(words), choice);
    }
}
