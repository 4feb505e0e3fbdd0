package dev.daybreak.server.pages.lineage;

import dev.daybreak.lineage.graph.LineageEdge;
import dev.daybreak.lineage.graph.LineageEdge.Kind;
import dev.daybreak.lineage.graph.LineageNode;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.graph.GraphView;
import dev.daybreak.server.pages.graph.GraphView.RowFace;
import dev.daybreak.server.pages.graph.Sketch;
import dev.daybreak.server.pages.graph.Sketch.Box;
import dev.daybreak.server.pages.graph.Sketch.Line;
import dev.daybreak.server.pages.lineage.LineageView.Link;
import dev.daybreak.server.pages.lineage.LineageView.StepRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The path of a column: a box for each asset, with a row for each column on the path. Thread-safe. */
final class ColumnDrawing {
    private final Graph graph;
    private final Drawings drawings;

    ColumnDrawing(Graph graph, Drawings drawings) {
        this.graph = graph;
        this.drawings = drawings;
    }

    GraphView of(ColumnPath path, LineageNode column) {
        Map<AssetKey, List<String>> columns = columns(path.nodes());
        Sketch sketch = new Sketch(
                columns.entrySet().stream()
                        .map(entry -> new Box(
                                entry.getKey().toString(),
                                entry.getKey().namespace(),
                                width(entry.getKey(), entry.getValue()),
                                entry.getValue().size()))
                        .toList(),
                path.edges().stream()
                        .map(edge -> new Line(
                                edge.from().asset().toString(),
                                row(edge.from(), columns),
                                edge.to().asset().toString(),
                                row(edge.to(), columns),
                                edge.kind() == Kind.INDIRECT))
                        .toList());
        return GraphView.of("The path of column " + column, sketch, drawings.of(sketch), id -> {
            AssetKey key = AssetKey.parse(id);
            List<RowFace> rows = columns.get(key).stream()
                    .map(name -> new RowFace(
                            name, Question.addressOf(id, name), column.equals(new LineageNode(key, Optional.of(name)))))
                    .toList();
            String kind =
                    graph.find(key).map(node -> AssetKind.of(node.asset())).orElse("");
            return new GraphView.Face(key.name(), kind, "plain", Question.addressOf(id), false, rows);
        });
    }

    /** By asset, and by name; none of an asset that is on the path as a whole. */
    private static Map<AssetKey, List<String>> columns(Collection<LineageNode> nodes) {
        Map<AssetKey, List<String>> columns = new TreeMap<>();
        nodes.forEach(node -> {
            List<String> names = columns.computeIfAbsent(node.asset(), key -> new ArrayList<>());
            node.column().ifPresent(names::add);
        });
        columns.values().forEach(names -> names.sort(Comparator.naturalOrder()));
        return columns;
    }

    private static int width(AssetKey key, List<String> names) {
        return names.stream().mapToInt(GraphView::width).reduce(GraphView.width(key.name()), Math::max);
    }

    private static int row(LineageNode node, Map<AssetKey, List<String>> columns) {
        return node.column()
                .map(name -> columns.get(node.asset()).indexOf(name))
                .orElse(Sketch.WHOLE);
    }

    List<StepRow> rows(ColumnPath path) {
        return path.edges().stream().map(ColumnDrawing::row).toList();
    }

    private static StepRow row(LineageEdge edge) {
        return new StepRow(link(edge.from()), link(edge.to()), edge.kind() == Kind.INDIRECT);
    }

    private static Link link(LineageNode node) {
        String asset = node.asset().toString();
        return new Link(
                node.toString(),
                node.column().map(name -> Question.addressOf(asset, name)).orElse(Question.addressOf(asset)));
    }
}
