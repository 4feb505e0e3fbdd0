package dev.daybreak.project.plan;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalCut;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which partitions of which assets a request is about: those of the range, and of selected inputs also what the windows of
 * their readers reach. A weekly model that reads 37 days asks for 37 days of its features.
 */
public final class Demand {
    private final Map<AssetKey, SortedSet<DataInterval>> partitions = new HashMap<>();
    private final Graph graph;
    private final DataInterval range;
    private final Optional<Instant> begin;

    private Demand(Graph graph, DataInterval range, Optional<Instant> begin) {
        this.graph = graph;
        this.range = range;
        this.begin = begin;
    }

    /**
     * @param selected assets to bring up to date
     * @param range partitions that lie wholly in it are asked for; unpartitioned assets always are
     * @param begin where partitioned assets begin at the earliest: windows are not followed beyond it; an asset's own start overrides it
     */
    public static Demand of(Graph graph, Set<AssetKey> selected, DataInterval range, Optional<Instant> begin) {
        return of(graph, selected, range, begin, asset -> inRange(asset, range, graph));
    }

    /**
     * What a run of a schedule is about: the partitions that became complete in its interval, so that intervals which follow each other
     * ask for every partition once, however the two are cut; an asset with a lookback asks for those shortly before them too. Unpartitioned
     * assets, and windows, are as with {@link #of(Graph, Set, DataInterval, Optional)}.
     *
     * @param interval partitions are asked for that end in it: after its start, or at its end at the latest
     */
    public static Demand completedIn(
            Graph graph, Set<AssetKey> selected, DataInterval interval, Optional<Instant> begin) {
        Instant first = interval.start();
        for (AssetKey key : selected) {
            for (DataInterval partition : completed(graph.node(key).asset(), interval, graph)) {
                first = !partition.isAll() && partition.start().isBefore(first) ? partition.start() : first;
            }
        }
        DataInterval range = new DataInterval(first, interval.end());
        return of(
                graph,
                selected,
                range,
                begin,
                asset -> withLookback(asset, completed(asset, interval, graph), graph, begin));
    }

    /**
     * What a part of a larger request is about: the partitions of its range that start in the part, so that parts which follow each
     * other ask for every partition once, however they are cut. Windows are followed through the whole range.
     *
     * @param starts if not empty, only partitions that start at one of these are asked for
     */
    public static Demand startingIn(
            Graph graph,
            Set<AssetKey> selected,
            DataInterval range,
            DataInterval part,
            Set<Instant> starts,
            Optional<Instant> begin) {
        return of(graph, selected, range, begin, asset -> starting(asset, range, part, graph).stream()
                .filter(partition -> partition.isAll() || starts.isEmpty() || starts.contains(partition.start()))
                .toList());
    }

    /** A demand as it was: its partitions, range and beginning. Assets that are not in the graph any more stay in it. */
    public static Demand restored(
            Graph graph, Map<AssetKey, List<DataInterval>> partitions, DataInterval range, Optional<Instant> begin) {
        Demand demand = new Demand(graph, range, begin);
        partitions.forEach((asset, intervals) -> demand.partitions.put(asset, new TreeSet<>(intervals)));
        return demand;
    }

    private static List<DataInterval> starting(Asset asset, DataInterval range, DataInterval part, Graph graph) {
        if (asset.cut().isEmpty()) {
            return List.of(DataInterval.ALL);
        }
        IntervalCut cut = asset.cut().get();
        return started(
                asset,
                cut.overlapping(part, graph.zone()).stream()
                        .filter(partition -> !partition.start().isBefore(part.start()) && range.contains(partition)));
    }

    /** Also partitions that begin shortly before those that are asked for, where the asset looks back. */
    private static List<DataInterval> withLookback(
            Asset asset, List<DataInterval> partitions, Graph graph, Optional<Instant> begin) {
        Optional<Span> lookback = asset.lateData().lookback();
        if (lookback.isEmpty() || asset.cut().isEmpty() || partitions.isEmpty()) {
            return partitions;
        }
        Instant first = partitions.get(0).start();
        Instant back = lookback.get().before(first, graph.zone());
        List<DataInterval> before = started(
                asset,
                asset.cut().get().overlapping(new DataInterval(back, first), graph.zone()).stream()
                        .filter(partition -> !partition.start().isBefore(back)
                                && begin.filter(partition.start()::isBefore).isEmpty()));
        List<DataInterval> all = new ArrayList<>(before);
        all.addAll(partitions);
        return all;
    }

    private static List<DataInterval> completed(Asset asset, DataInterval interval, Graph graph) {
        if (asset.cut().isEmpty()) {
            return List.of(DataInterval.ALL);
        }
        IntervalCut cut = asset.cut().get();
        return started(asset, cut.overlapping(interval, graph.zone()).stream().filter(partition -> !partition
                .end()
                .isAfter(interval.end())));
    }

    private static List<DataInterval> started(Asset asset, Stream<DataInterval> partitions) {
        return partitions
                .filter(interval -> asset.start().isEmpty()
                        || !interval.start().isBefore(asset.start().get()))
                .toList();
    }

    private static Demand of(
            Graph graph,
            Set<AssetKey> selected,
            DataInterval range,
            Optional<Instant> begin,
            Function<Asset, List<DataInterval>> partitions) {
        Demand demand = new Demand(graph, range, begin);
        List<Graph.Node> order = new ArrayList<>(graph.nodes());
        for (int i = order.size() - 1; i >= 0; i--) {
            Graph.Node node = order.get(i);
            if (!selected.contains(node.key())) {
                continue;
            }
            SortedSet<DataInterval> own = demand.partitions.computeIfAbsent(node.key(), key -> new TreeSet<>());
            own.addAll(partitions.apply(node.asset()));
            for (Input input : node.inputs()) {
                if (selected.contains(input.asset())) {
                    Asset upstream = graph.node(input.asset()).asset();
                    demand.partitions
                            .computeIfAbsent(input.asset(), key -> new TreeSet<>())
                            .addAll(read(upstream, input, own, graph, range, begin));
                }
            }
        }
        return demand;
    }

    private static List<DataInterval> inRange(Asset asset, DataInterval range, Graph graph) {
        if (asset.cut().isEmpty()) {
            return List.of(DataInterval.ALL);
        }
        IntervalCut cut = asset.cut().get();
        return started(asset, cut.within(range, graph.zone()).stream());
    }

    private static List<DataInterval> read(
            Asset upstream,
            Input input,
            SortedSet<DataInterval> readers,
            Graph graph,
            DataInterval range,
            Optional<Instant> begin) {
        List<DataInterval> needed = new ArrayList<>();
        for (DataInterval reader : readers) {
            DataInterval window = input.window().of(reader, graph.zone());
            needed.addAll(expected(upstream, window, graph, range, begin));
        }
        return needed;
    }

    /**
     * The partitions of an asset that a window touches, from where the asset begins up to the end of the range.
     * With nothing said about where it begins, the range's own start is taken.
     */
    private static List<DataInterval> expected(
            Asset asset, DataInterval window, Graph graph, DataInterval range, Optional<Instant> begin) {
        if (asset.cut().isEmpty()) {
            return List.of(DataInterval.ALL);
        }
        IntervalCut cut = asset.cut().get();
        Instant first = asset.start().or(() -> begin).orElse(range.start());
        Instant start = window.start().isBefore(first) ? first : window.start();
        Instant end = window.end().isAfter(range.end()) ? range.end() : window.end();
        if (!start.isBefore(end)) {
            return List.of();
        }
        return cut.overlapping(new DataInterval(start, end), graph.zone()).stream()
                .filter(interval ->
                        !interval.start().isBefore(first) && !interval.end().isAfter(range.end()))
                .toList();
    }

    /** The partitions of an asset that a window touches, as far as the request looks; the asset need not be selected. */
    public List<DataInterval> expected(AssetKey asset, DataInterval window) {
        return expected(graph.node(asset).asset(), window, graph, range, begin);
    }

    /** What was asked for; windows are followed up to its end. */
    public DataInterval range() {
        return range;
    }

    /** Where partitioned assets begin at the earliest, unless they say so themselves. */
    public Optional<Instant> begin() {
        return begin;
    }

    public Set<AssetKey> assets() {
        return Set.copyOf(partitions.keySet());
    }

    /** Oldest first; empty for an asset that is not asked for. */
    public SortedSet<DataInterval> partitions(AssetKey asset) {
        return new TreeSet<>(partitions.getOrDefault(asset, new TreeSet<>()));
    }
}
