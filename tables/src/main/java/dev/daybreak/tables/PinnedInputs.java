package dev.daybreak.tables;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Sample;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.Explanation.InputReads;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tables that a step reads, each held at one snapshot for the whole step, and the views by which it reads them. */
final class PinnedInputs {
    private static final String SAMPLED = "_sample";

    private final List<PinnedTable> tables;
    private final List<ViewAsset> views;
    private final Set<AssetKey> readByViews;
    private final ZoneId zone;
    private Map<AssetKey, List<ColumnCondition>> conditions = Map.of();

    /**
     * An input as it stands.
     *
     * @param table empty if it was never published, and may be read as empty
     * @param columns as far as the project's texts tell; known if there is no table
     * @param given all rows that stand for it, if it is not the table that is read
     * @param relation its name in a session, the same for every reader; the number keeps {@code a.b_c} and {@code a_b.c} apart
     */
    private record PinnedTable(
            Input input,
            Optional<LakeTable> table,
            Optional<Schema> columns,
            Optional<Long> snapshot,
            Optional<Relation> given,
            String relation) {
        Relation read(DataInterval interval, ZoneId zone, List<ColumnCondition> conditions) {
            if (given.isPresent()) {
                return given.get().within(interval);
            }
            if (table.isPresent()) {
                return table.get().pin(snapshot, interval, zone, conditions).relation();
            }
            Schema schema = columns.orElseThrow();
            List<Integer> ids =
                    IntStream.rangeClosed(1, schema.columns().size()).boxed().toList();
            return new Relation(schema, ids, List.of(), Optional.empty());
        }
    }

    private PinnedInputs(List<PinnedTable> tables, Graph graph, Graph.Node node) {
        this.tables = tables;
        this.zone = graph.zone();
        this.views = graph.viewsBehind(node.key());
        this.readByViews = views.stream()
                .flatMap(view -> graph.node(view.key()).named().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param graph that the node stands in */
    static PinnedInputs pin(Lake lake, Graph graph, Graph.Node node) {
        List<PinnedTable> tables = new ArrayList<>();
        for (Input input : inputs(graph, node)) {
            Optional<LakeTable> table = lake.find(input.asset());
            Optional<Schema> columns = graph.find(input.asset()).flatMap(Graph.Node::columns);
            if (table.isEmpty() && (!input.optional() || columns.isEmpty())) {
                throw neverPublished(node, input);
            }
            tables.add(new PinnedTable(
                    input,
                    table,
                    columns,
                    table.flatMap(LakeTable::currentSnapshot),
                    Optional.empty(),
                    relation(input.asset())));
        }
        return new PinnedInputs(tables, graph, node);
    }

    /** A view has no interval, so for itself it reads all. */
    private static List<Input> inputs(Graph graph, Graph.Node node) {
        return node.asset() instanceof ViewAsset view
                ? graph.tablesBehind(node.key()).stream()
                        .map(key -> new Input(
                                key, new Input.Whole(), false, view.about().place()))
                        .toList()
                : node.inputs();
    }

    private static DaybreakException neverPublished(Graph.Node node, Input input) {
        String columns = input.optional() ? ", and its columns are not known before it is" : "";
        return new DaybreakException(
                ErrorCode.MISSING_INPUT,
                "Cannot compute '" + node.key() + "': its input '" + input.asset() + "' was never published" + columns
                        + ".",
                input.place(),
                "Run +" + node.key() + ", which brings its inputs up to date first.",
                null);
    }

    /**
     * Rows that are given in place of tables.
     *
     * @param relations all rows of an input, of which those of a window are read
     */
    static PinnedInputs given(Graph graph, Graph.Node node, Map<AssetKey, Relation> relations) {
        return new PinnedInputs(
                node.inputs().stream()
                        .map(input -> new PinnedTable(
                                input,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(relations.get(input.asset())),
                                relation(input.asset())))
                        .toList(),
                graph,
                node);
    }

    private static String relation(AssetKey asset) {
        return "in" + asset.namespace().length() + "_" + asset.namespace() + "_" + asset.name();
    }

    /**
     * Makes what a span of the reader's partitions may read, and nothing else, readable in a session.
     *
     * @param session takes names with what they stand for
     */
    void register(BiConsumer<String, Relation> session, DataInterval first, DataInterval last) {
        for (PinnedTable pinned : tables) {
            session.accept(pinned.relation(), read(pinned, first, last));
        }
    }

    /**
     * Makes a sample of each that has its key readable, under a name that ends with {@link #SAMPLED}; after {@link #register}.
     *
     * @return the names, by asset
     */
    Map<AssetKey, String> sample(Session session, Sample sample, DataInterval first, DataInterval last) {
        Map<AssetKey, String> names = new LinkedHashMap<>();
        for (PinnedTable pinned : tables) {
            Optional<Column> key = read(pinned, first, last).schema().find(sample.key());
            if (key.isPresent()) {
                String name = pinned.relation() + SAMPLED;
                session.define(
                        name,
                        "SELECT * FROM " + pinned.relation()
                                + " WHERE substring(md5(CAST("
                                + Sql.name(key.get().name()) + " AS STRING)), 1, 8) < '"
                                + sample.bound() + "'");
                names.put(pinned.input().asset(), name);
            }
        }
        return names;
    }

    /**
     * Makes the views readable by which the tables are read; after these, and again whenever one of these is made readable anew.
     *
     * @param relations under which what they name is readable
     */
    void define(Session session, Function<AssetKey, Optional<String>> relations, Map<String, ?> variables) {
        views.forEach(view -> SessionViews.define(session, view, relation(view.key()), relations, variables));
    }

    /** Whether a view names an input, so that a condition on what the reader itself names does not hold for all that is read. */
    boolean isReadByView(AssetKey input) {
        return readByViews.contains(input);
    }

    /** The same for one of them, with a salt and under a name of its own. */
    void register(
            Session session, AssetKey asset, String name, Salting salting, DataInterval first, DataInterval last) {
        for (PinnedTable pinned : tables) {
            if (pinned.input().asset().equals(asset)) {
                session.register(name, read(pinned, first, last), salting);
            }
        }
    }

    /** From now on files are left out that cannot hold rows which meet the conditions of the reader's own text. */
    void where(Map<AssetKey, List<ColumnCondition>> stated) {
        conditions = Map.copyOf(stated);
    }

    private Relation read(PinnedTable pinned, DataInterval first, DataInterval last) {
        return pinned.read(
                window(pinned, first, last),
                zone,
                conditions.getOrDefault(pinned.input().asset(), List.of()));
    }

    private DataInterval window(PinnedTable pinned, DataInterval first, DataInterval last) {
        Input.Window window = pinned.input().window();
        return window.of(first, zone).span(window.of(last, zone));
    }

    /** What a plan for one of the reader's partitions reads of each. */
    List<InputReads> reads(DataInterval interval, QueryPlan plan) {
        return tables.stream()
                .map(pinned -> new InputReads(
                        pinned.input().asset(),
                        pinned.snapshot(),
                        files(pinned.read(DataInterval.ALL, zone, List.of())),
                        files(read(pinned, interval, interval)),
                        plan.reads().stream()
                                .filter(read -> read.relation().equals(pinned.relation())
                                        || read.relation().startsWith(pinned.relation() + "_"))
                                .toList()))
                .toList();
    }

    private static Explanation.Files files(Relation relation) {
        return new Explanation.Files(
                relation.files().size(),
                relation.files().stream().mapToLong(Relation.DataFile::rows).sum());
    }

    /** The names of tables and views in a session. */
    Map<AssetKey, String> relations() {
        Map<AssetKey, String> names = new LinkedHashMap<>();
        tables.forEach(pinned -> names.put(pinned.input().asset(), pinned.relation()));
        views.forEach(view -> names.put(view.key(), relation(view.key())));
        return names;
    }

    Map<AssetKey, Long> snapshots() {
        Map<AssetKey, Long> ids = new TreeMap<>();
        tables.forEach(pinned ->
                pinned.snapshot().ifPresent(id -> ids.put(pinned.input().asset(), id)));
        return ids;
    }
}
