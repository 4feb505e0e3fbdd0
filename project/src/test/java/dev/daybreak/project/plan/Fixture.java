package dev.daybreak.project.plan;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A graph made table by table, and what is published of it, held in memory. */
final class Fixture implements PublishedState {
    static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    private static final Place PLACE = new Place("x", 1, 1);
    private static final About ABOUT = new About("", "", List.of(), PLACE);

    private final Map<AssetKey, Graph.Node> nodes = new LinkedHashMap<>();
    private final Map<AssetKey, Map<DataInterval, Fingerprint>> published = new HashMap<>();
    private final Map<AssetKey, Map<DataInterval, Slice>> slices = new HashMap<>();
    private final Map<AssetKey, Outside> outside = new HashMap<>();
    private final Map<List<Object>, List<Slice>> then = new HashMap<>();

    /** A source whose table is cut by day if {@code layout} is there. */
    Fixture source(String name, Optional<Cadence> layout) {
        AssetKey key = AssetKey.parse(name);
        SourceAsset source = new SourceAsset(
                key,
                ABOUT,
                new SourceAsset.Files("x.csv", SourceAsset.Format.CSV, SourceAsset.Load.APPEND),
                new Schema(List.of()),
                layout.map(cadence -> new TimePartition("at", cadence, Optional.empty())),
                List.of(),
                TableFormat.PARQUET,
                FileLayout.NONE,
                Optional.empty(),
                0,
                SourceAsset.NewColumns.FAIL,
                List.of());
        nodes.put(key, new Graph.Node(source, List.of(), source.definition(), Optional.empty()));
        outside.put(key, new Outside("1", "1 new file"));
        return this;
    }

    Fixture table(String name, Cadence cadence, Map<String, Input.Window> inputs) {
        return table(name, Optional.of(new TimePartition("at", cadence, Optional.empty())), inputs);
    }

    Fixture table(String name, Optional<TimePartition> time, Map<String, Input.Window> inputs) {
        return table(name, time, LateData.HEALED, inputs);
    }

    Fixture table(String name, LateData late, Map<String, Input.Window> inputs) {
        return table(name, Optional.of(new TimePartition("at", Cadence.DAILY, Optional.empty())), late, inputs);
    }

    /** A table into which each day is merged. */
    Fixture merged(String name, LateData late, Map<String, Input.Window> inputs) {
        WriteMode mode = new WriteMode.Merge(
                List.of("id"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), PLACE);
        Optional<TimePartition> daily = Optional.of(new TimePartition("", Cadence.DAILY, Optional.empty()));
        return table(name, daily, late, mode, inputs);
    }

    private Fixture table(String name, Optional<TimePartition> time, LateData late, Map<String, Input.Window> inputs) {
        return table(name, time, late, new WriteMode.Overwrite(), inputs);
    }

    private Fixture table(
            String name,
            Optional<TimePartition> time,
            LateData late,
            WriteMode mode,
            Map<String, Input.Window> inputs) {
        AssetKey key = AssetKey.parse(name);
        TableAsset table = new TableAsset(
                key,
                ABOUT,
                "SELECT 1",
                PLACE,
                time,
                List.of(),
                TableFormat.PARQUET,
                FileLayout.NONE,
                late,
                1,
                mode,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        List<Input> reads = new ArrayList<>();
        new TreeMap<>(inputs)
                .forEach((input, window) -> reads.add(new Input(AssetKey.parse(input), window, false, PLACE)));
        nodes.put(key, new Graph.Node(table, reads, new TreeMap<>(Map.of("sql", "SELECT 1")), Optional.empty()));
        return this;
    }

    /** Changes a part of an asset's definition. */
    Fixture define(String name, String part, String text) {
        nodes.computeIfPresent(AssetKey.parse(name), (key, node) -> {
            TreeMap<String, String> definition = new TreeMap<>(node.definition());
            definition.put(part, text);
            return new Graph.Node(node.asset(), node.inputs(), definition, Optional.empty());
        });
        return this;
    }

    Fixture slice(String asset, DataInterval interval, String version) {
        return slice(asset, interval, version, 1);
    }

    Fixture slice(String asset, DataInterval interval, String version, long rows) {
        slices.computeIfAbsent(AssetKey.parse(asset), key -> new HashMap<>())
                .put(interval, new Slice(interval, version, rows));
        return this;
    }

    Fixture outside(String asset, String version, String news) {
        outside.put(AssetKey.parse(asset), new Outside(version, news));
        return this;
    }

    Graph graph() {
        return new Graph(ZoneOffset.UTC, List.copyOf(nodes.values()));
    }

    Demand demand(String start, String end, String... selected) {
        Set<AssetKey> keys = selected.length == 0
                ? nodes.keySet()
                : Arrays.stream(selected).map(AssetKey::parse).collect(Collectors.toSet());
        return Demand.of(graph(), keys, range(start, end), Optional.of(BEGIN));
    }

    List<PlannedPartition> plan(String start, String end) {
        return new Planner(graph()).plan(demand(start, end), this);
    }

    /** Runs everything that a plan says, inputs first, as a run would; slices that exist keep their versions. */
    Fixture publishAll(String start, String end) {
        Demand demand = demand(start, end);
        Planner planner = new Planner(graph());
        for (Graph.Node node : nodes.values()) {
            Map<AssetKey, List<Slice>> read = new HashMap<>();
            node.inputs().forEach(input -> read.put(input.asset(), slices(input.asset())));
            for (PlannedPartition partition : planner.planNode(node, demand.partitions(node.key()), this)) {
                published
                        .computeIfAbsent(node.key(), key -> new HashMap<>())
                        .put(partition.interval(), partition.fingerprint());
                read.forEach((input, slices) -> then.put(List.of(node.key(), partition.interval(), input), slices));
                if (node.asset() instanceof TableAsset) {
                    slice(
                            node.key().toString(),
                            partition.interval(),
                            partition.fingerprint().hash());
                }
            }
        }
        return this;
    }

    /** As if that had been done. */
    Fixture publish(PlannedPartition partition) {
        published
                .computeIfAbsent(partition.asset(), key -> new HashMap<>())
                .put(partition.interval(), partition.fingerprint());
        return this;
    }

    static DataInterval range(String start, String end) {
        return new DataInterval(
                LocalDate.parse(start).atStartOfDay(ZoneId.of("UTC")).toInstant(),
                LocalDate.parse(end).atStartOfDay(ZoneId.of("UTC")).toInstant());
    }

    static DataInterval day(String date) {
        return range(date, LocalDate.parse(date).plusDays(1).toString());
    }

    /** Each as {@code asset date state: reason}. */
    static List<String> words(List<PlannedPartition> plan) {
        return plan.stream()
                .map(partition -> partition.asset() + " "
                        + (partition.interval().isAll()
                                ? "all"
                                : partition.interval().start().toString().substring(0, 10))
                        + " " + partition.state() + ": " + partition.reason())
                .toList();
    }

    @Override
    public Map<DataInterval, Fingerprint> published(AssetKey asset) {
        return published.getOrDefault(asset, Map.of());
    }

    @Override
    public List<Slice> slices(AssetKey asset) {
        return List.copyOf(slices.getOrDefault(asset, Map.of()).values());
    }

    @Override
    public Optional<List<Slice>> slicesThen(AssetKey reader, DataInterval interval, AssetKey input) {
        return Optional.ofNullable(then.get(List.of(reader, interval, input)));
    }

    /** As if snapshots that were read had been removed since. */
    Fixture forget() {
        then.clear();
        return this;
    }

    @Override
    public Outside outside(AssetKey asset) {
        return outside.getOrDefault(asset, Outside.NOTHING);
    }
}
