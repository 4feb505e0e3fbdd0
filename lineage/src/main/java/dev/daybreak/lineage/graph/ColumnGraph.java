package dev.daybreak.lineage.graph;

import dev.daybreak.lineage.graph.LineageEdge.Kind;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.query.ColumnId;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How the assets of a project, and their columns, are made from each other. A model has no columns: it is made from the label
 * and features of its training table, and its time column only decides about rows. Immutable.
 */
public final class ColumnGraph {
    private final NavigableSet<LineageNode> nodes = new TreeSet<>();
    private final NavigableMap<LineageNode, NavigableSet<LineageEdge>> upstream = new TreeMap<>();
    private final NavigableMap<LineageNode, NavigableSet<LineageEdge>> downstream = new TreeMap<>();

    private ColumnGraph() {}

    /** @param analysis of a project without errors; of one with errors only the columns are told */
    public static ColumnGraph of(Analysis analysis) {
        ColumnGraph graph = new ColumnGraph();
        analysis.queries().forEach(graph::addColumns);
        analysis.graph().ifPresent(assets -> assets.nodes().forEach(graph::addAsset));
        return graph;
    }

    private void addColumns(AssetKey key, QueryAnalysis query) {
        nodes.add(LineageNode.of(key));
        for (OutputColumn column : query.columns()) {
            LineageNode to = LineageNode.of(new ColumnId(key, column.name()));
            nodes.add(to);
            column.direct().forEach(from -> add(LineageNode.of(from), to, Kind.DIRECT));
            column.indirect().forEach(from -> add(LineageNode.of(from), to, Kind.INDIRECT));
        }
    }

    private void addAsset(Graph.Node node) {
        Asset asset = node.asset();
        LineageNode to = LineageNode.of(asset.key());
        nodes.add(to);
        node.named().forEach(named -> add(LineageNode.of(named), to, Kind.DIRECT));
        if (asset instanceof ModelAsset model) {
            addModel(model, to);
        }
    }

    private void addModel(ModelAsset model, LineageNode to) {
        Function<String, LineageNode> column =
                name -> column(model.table(), name).orElseGet(() -> LineageNode.of(new ColumnId(model.table(), name)));
        add(column.apply(model.label()), to, Kind.DIRECT);
        model.features().forEach(feature -> add(column.apply(feature.column()), to, Kind.DIRECT));
        model.timeColumn().ifPresent(name -> add(column.apply(name), to, Kind.INDIRECT));
        if (model.split() instanceof ModelAsset.GroupSplit split) {
            add(column.apply(split.column()), to, Kind.INDIRECT);
        }
    }

    private void add(LineageNode from, LineageNode to, Kind kind) {
        LineageEdge edge = new LineageEdge(from, to, kind);
        nodes.add(from);
        upstream.computeIfAbsent(to, node -> new TreeSet<>()).add(edge);
        downstream.computeIfAbsent(from, node -> new TreeSet<>()).add(edge);
    }

    /** The node of that name; letter case of a column does not matter. */
    public Optional<LineageNode> find(LineageNode node) {
        return node.column().isEmpty()
                ? Optional.of(node).filter(nodes::contains)
                : column(node.asset(), node.column().get());
    }

    private Optional<LineageNode> column(AssetKey asset, String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return columns(asset).stream()
                .filter(node ->
                        node.column().orElseThrow().toLowerCase(Locale.ROOT).equals(folded))
                .findFirst();
    }

    /** Assets and columns, by name. */
    public Collection<LineageNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The columns of an asset, by name. */
    public List<LineageNode> columns(AssetKey asset) {
        return nodes.stream()
                .filter(node -> node.asset().equals(asset) && node.column().isPresent())
                .toList();
    }

    /** What a node is made from, back to the sources. For an asset its inputs, for a column the columns behind it. */
    public LineageTree upstream(LineageNode node) {
        return new Walk(upstream, LineageEdge::from).tree(node, Optional.empty());
    }

    /** What is made from a node, down to tables and models that nobody reads. */
    public LineageTree downstream(LineageNode node) {
        return new Walk(downstream, LineageEdge::to).tree(node, Optional.empty());
    }

    /** Goes along the edges in one direction, and into each node once. */
    private record Walk(
            Map<LineageNode, NavigableSet<LineageEdge>> edges,
            Function<LineageEdge, LineageNode> end,
            Set<LineageNode> told) {
        Walk(Map<LineageNode, NavigableSet<LineageEdge>> edges, Function<LineageEdge, LineageNode> end) {
            this(edges, end, new HashSet<>());
        }

        LineageTree tree(LineageNode node, Optional<Kind> kind) {
            NavigableSet<LineageEdge> onward = edges.getOrDefault(node, new TreeSet<>());
            if (!told.add(node)) {
                return new LineageTree(node, kind, List.of(), !onward.isEmpty());
            }
            List<LineageTree> branches = new ArrayList<>();
            for (LineageEdge edge : onward) {
                branches.add(tree(end.apply(edge), Optional.of(edge.kind())));
            }
            return new LineageTree(node, kind, branches, false);
        }
    }
}
