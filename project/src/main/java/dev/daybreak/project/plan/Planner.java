package dev.daybreak.project.plan;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TriggerRule;
import dev.daybreak.project.time.AnyRange;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which partitions are missing, stale or done, and why. A pure function of values: the command line prints what it
 * says, and a run does what it says.
 *
 * <p>A partition's fingerprint is the hash of its definition and of the versions of the slices that its windows read. A
 * slice's version is what its files are, so late rows in one day make stale exactly what read that day, and nothing else.
 */
public final class Planner {
    private static final String INPUT = "input ";
    /** To find out what has changed costs a look at an older snapshot. */
    private static final int MOST_EXPLAINED = 50;

    private final Graph graph;
    private final Succession succession;

    public Planner(Graph graph) {
        this.graph = graph;
        this.succession = new Succession(graph.zone());
    }

    /** Plans all that is asked for, inputs first. What an input will only hold after it ran is foretold, not known. */
    public List<PlannedPartition> plan(Demand demand, PublishedState state) {
        Map<AssetKey, Timeline<PlannedPartition>> plans = new HashMap<>();
        Set<PartitionKey> leftOut = new HashSet<>();
        List<PlannedPartition> all = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            List<PlannedPartition> planned = new ArrayList<>();
            for (PlannedPartition partition : planNode(node, demand.partitions(node.key()), state)) {
                PlannedPartition foretold =
                        leftOut(node, partition, leftOut, state).orElseGet(() -> foretell(node, partition, plans));
                planned.add(node.asset().isInOrder() ? succession.afterEarlier(foretold, planned) : foretold);
            }
            plans.put(node.key(), new Timeline<>(planned, PlannedPartition::interval));
            all.addAll(planned);
        }
        return all;
    }

    /** The assets with partitions that are published and would be computed otherwise now. */
    public Set<AssetKey> stale(Demand demand, PublishedState state) {
        return plan(demand, state).stream()
                .filter(partition -> partition.state() == PlannedPartition.State.STALE)
                .map(PlannedPartition::asset)
                .collect(Collectors.toSet());
    }

    /** Plans partitions of one asset by what its inputs hold now. */
    public List<PlannedPartition> planNode(Graph.Node node, Collection<DataInterval> partitions, PublishedState state) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        Map<DataInterval, Fingerprint> published = state.published(node.key());
        SortedMap<String, String> common = new TreeMap<>();
        node.definition().forEach((part, text) -> common.put(part, Fingerprint.hash(text)));
        Outside outside = state.outside(node.key());
        if (!outside.version().isEmpty()) {
            common.put(outside.part(), outside.version());
        }
        Map<AssetKey, Timeline<Slice>> slices = new HashMap<>();
        node.inputs()
                .forEach(input ->
                        slices.put(input.asset(), new Timeline<>(state.slices(input.asset()), Slice::interval)));
        Set<DataInterval> takenBack =
                published.keySet().containsAll(partitions) ? Set.of() : state.takenBack(node.key());
        List<PlannedPartition> planned = new ArrayList<>();
        int explained = 0;
        for (DataInterval interval : partitions) {
            SortedMap<String, String> parts = new TreeMap<>(common);
            for (Input input : node.inputs()) {
                parts.put(INPUT + input.asset(), version(read(input, interval, slices.get(input.asset()))));
            }
            if (node.asset().isInOrder()) {
                parts.putAll(Succession.parts(interval, planned, published));
            }
            Fingerprint now = new Fingerprint(parts);
            Fingerprint before = published.get(interval);
            PlannedPartition judged = before == null
                    ? missing(node.key(), interval, now, takenBack.contains(interval), outside)
                    : judge(node.key(), interval, now, before, outside);
            boolean isExplained = judged.state() == PlannedPartition.State.STALE && explained++ < MOST_EXPLAINED;
            PlannedPartition told = isExplained ? explained(judged, node, before, slices, state) : judged;
            planned.add(
                    isOnlyLate(node, judged, before) ? left(told, node.asset().lateData()) : told);
        }
        return withLookback(node, planned);
    }

    /** Whether all that has changed is what an asset ignores. */
    private static boolean isOnlyLate(Graph.Node node, PlannedPartition judged, Fingerprint before) {
        return node.asset().lateData().isIgnored()
                && judged.state() == PlannedPartition.State.STALE
                && judged.fingerprint().differences(before).stream().allMatch(part -> part.startsWith(INPUT));
    }

    private static PlannedPartition left(PlannedPartition stale, LateData late) {
        String what = late.isTold() ? "late data is told and not healed: " : "late data is ignored: ";
        return withState(stale, PlannedPartition.State.DONE, "up to date; " + what + stale.reason());
    }

    /**
     * Makes stale what begins shortly before a partition that is new.
     *
     * @param planned oldest first
     */
    private List<PlannedPartition> withLookback(Graph.Node node, List<PlannedPartition> planned) {
        Optional<Span> lookback = node.asset().lateData().lookback();
        if (lookback.isEmpty()) {
            return planned;
        }
        List<PlannedPartition> all = new ArrayList<>(planned);
        Optional<DataInterval> fresh = Optional.empty();
        Instant first = Instant.MAX;
        for (int i = all.size() - 1; i >= 0; i--) {
            PlannedPartition partition = all.get(i);
            DataInterval interval = partition.interval();
            if (partition.state() == PlannedPartition.State.MISSING && !interval.isAll()) {
                fresh = Optional.of(interval);
                first = lookback.get().before(interval.start(), graph.zone());
            } else if (fresh.isPresent()
                    && partition.state() == PlannedPartition.State.DONE
                    && !interval.start().isBefore(first)) {
                String why = "computed again with " + IntervalText.of(fresh.get(), graph.zone())
                        + ", which is new: lookback of " + lookback.get();
                all.set(i, withState(partition, PlannedPartition.State.STALE, why));
            }
        }
        return all;
    }

    /** The slices of an input that a partition reads. */
    private List<Slice> read(Input input, DataInterval interval, Timeline<Slice> slices) {
        DataInterval window = input.window().of(interval, graph.zone());
        boolean isAnyRange = graph.find(input.asset())
                .flatMap(read -> read.asset().cut())
                .filter(AnyRange.class::isInstance)
                .isPresent();
        List<Slice> read = slices.overlapping(window);
        return isAnyRange ? exactly(window, read) : read;
    }

    /** Says of a partition that is stale which rows of its inputs have changed, where that is still known. */
    private PlannedPartition explained(
            PlannedPartition stale,
            Graph.Node node,
            Fingerprint before,
            Map<AssetKey, Timeline<Slice>> slices,
            PublishedState state) {
        List<String> differences = stale.fingerprint().differences(before);
        String reason = stale.reason();
        for (Input input : node.inputs()) {
            String part = INPUT + input.asset();
            if (differences.contains(part)) {
                boolean isSource = graph.node(input.asset()).asset() instanceof SourceAsset;
                Optional<String> words = state.slicesThen(node.key(), stale.interval(), input.asset())
                        .map(then -> read(input, stale.interval(), new Timeline<>(then, Slice::interval)))
                        .flatMap(then ->
                                InputChange.between(then, read(input, stale.interval(), slices.get(input.asset()))))
                        .map(change -> change.words(
                                input.asset().toString(), isSource, node.key().toString(), graph.zone()));
                reason = words.isPresent() ? reason.replace(part + " changed", words.get()) : reason;
            }
        }
        return withState(stale, PlannedPartition.State.STALE, reason);
    }

    /** Intervals of what has no schedule may lie over each other: there only the very one counts. */
    private static List<Slice> exactly(DataInterval window, List<Slice> slices) {
        return slices.stream().filter(slice -> slice.interval().equals(window)).toList();
    }

    private static String version(List<Slice> slices) {
        StringBuilder text = new StringBuilder();
        for (Slice slice : slices) {
            text.append(slice.interval().start())
                    .append(' ')
                    .append(slice.version())
                    .append('\n');
        }
        return Fingerprint.hash(text.toString());
    }

    private static PlannedPartition missing(
            AssetKey asset, DataInterval interval, Fingerprint now, boolean isTakenBack, Outside outside) {
        String why = isTakenBack ? "the table was rolled back or dropped" : "never published";
        String reason = outside.news().isEmpty() ? why : why + "; " + outside.news();
        return new PlannedPartition(asset, interval, PlannedPartition.State.MISSING, reason, now);
    }

    private static PlannedPartition judge(
            AssetKey asset, DataInterval interval, Fingerprint now, Fingerprint before, Outside outside) {
        List<String> differences = now.differences(before);
        if (differences.isEmpty()) {
            return new PlannedPartition(asset, interval, PlannedPartition.State.DONE, "up to date", now);
        }
        List<String> words = differences.stream()
                .map(part ->
                        part.equals(outside.part()) && !outside.news().isEmpty() ? outside.news() : part + " changed")
                .toList();
        return new PlannedPartition(asset, interval, PlannedPartition.State.STALE, String.join(", ", words), now);
    }

    private record PartitionKey(AssetKey asset, DataInterval interval) {}

    /** What a step before it left out need not be done, nor what comes after that. */
    private static Optional<PlannedPartition> leftOut(
            Graph.Node node, PlannedPartition partition, Set<PartitionKey> leftOut, PublishedState state) {
        if (partition.state() != PlannedPartition.State.MISSING) {
            return Optional.empty();
        }
        DataInterval interval = partition.interval();
        boolean isStrict = node.asset().rule() == TriggerRule.ALL_SUCCEEDED;
        for (Input input : node.inputs()) {
            Optional<String> why = isStrict && leftOut.contains(new PartitionKey(input.asset(), interval))
                    ? Optional.of(input.asset() + " is left out")
                    : state.leavesOut(input.asset(), interval, node.key());
            if (why.isPresent()) {
                leftOut.add(new PartitionKey(node.key(), interval));
                return Optional.of(withState(partition, PlannedPartition.State.DONE, "left out: " + why.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * Says of a partition that is done now what the work planned upstream will make of it. A table that is recomputed has new
     * data; a source may bring in rows for other slices than the partition reads, or none.
     */
    private PlannedPartition foretell(
            Graph.Node node, PlannedPartition partition, Map<AssetKey, Timeline<PlannedPartition>> plans) {
        if (partition.state() != PlannedPartition.State.DONE
                || node.asset().lateData().isIgnored()) {
            return partition;
        }
        PlannedPartition result = partition;
        for (Input input : node.inputs()) {
            DataInterval window = input.window().of(partition.interval(), graph.zone());
            boolean isSource = graph.node(input.asset()).asset() instanceof SourceAsset;
            for (PlannedPartition upstream : plans.get(input.asset()).overlapping(window)) {
                if (upstream.isToDo() && !isSource) {
                    return withState(
                            partition,
                            PlannedPartition.State.STALE,
                            input.asset()
                                    + (upstream.interval().isAll()
                                            ? ""
                                            : " for " + IntervalText.of(upstream.interval(), graph.zone()))
                                    + " will be recomputed");
                }
                if (upstream.isToDo() || upstream.state() == PlannedPartition.State.UNDECIDED) {
                    result = withState(
                            partition,
                            PlannedPartition.State.UNDECIDED,
                            "up to date unless the work on " + input.asset() + " changes what it reads");
                }
            }
        }
        return result;
    }

    private static PlannedPartition withState(PlannedPartition partition, PlannedPartition.State state, String reason) {
        return new PlannedPartition(partition.asset(), partition.interval(), state, reason, partition.fingerprint());
    }
}
