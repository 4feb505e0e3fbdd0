package dev.daybreak.server.pages.lineage;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.AssetKind;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.graph.GraphView;
import dev.daybreak.server.pages.graph.Sketch;
import dev.daybreak.server.pages.graph.Sketch.Box;
import dev.daybreak.server.pages.graph.Sketch.Line;
import dev.daybreak.server.pages.lineage.LineageView.AssetRow;
import dev.daybreak.server.pages.lineage.LineageView.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Assets, drawn by what they name, and listed. Thread-safe. */
final class AssetDrawing {
    /** More neighbours of one asset are not named in the list; they are drawn. */
    private static final int MOST_NEIGHBOURS = 12;

    private final Graph graph;
    private final Links links;
    private final Drawings drawings;

    AssetDrawing(Graph graph, Links links, Drawings drawings) {
        this.graph = graph;
        this.links = links;
        this.drawings = drawings;
    }

    GraphView of(Set<AssetKey> shown, Set<AssetKey> marked, AssetStates states, Question question) {
        List<AssetKey> ordered = ordered(shown);
        Sketch sketch = new Sketch(
                ordered.stream()
                        .map(key -> new Box(key.toString(), key.namespace(), GraphView.width(key.name()), 0))
                        .toList(),
                ordered.stream()
                        .flatMap(key -> links.inputs(key).stream()
                                .filter(shown::contains)
                                .map(input -> Line.of(input.toString(), key.toString())))
                        .toList());
        return GraphView.of("The graph of assets, from left to right", sketch, drawings.of(sketch), id -> {
            AssetKey key = AssetKey.parse(id);
            AssetStates.State state = states.of(key);
            return new GraphView.Face(
                    key.name(),
                    state.words().contains(", ") ? state.words() : kind(key) + ", " + state.words(),
                    state.word(),
                    question.withAsset(id),
                    marked.contains(key),
                    List.of());
        });
    }

    List<AssetRow> rows(Set<AssetKey> shown, AssetStates states, Question question) {
        return ordered(shown).stream()
                .map(key -> new AssetRow(
                        link(key, question),
                        kind(key),
                        states.of(key).word(),
                        states.of(key).words(),
                        neighbours(links.inputs(key), question),
                        neighbours(links.readers(key), question)))
                .toList();
    }

    /** In the order of the graph, so that what is asked for changes as little as possible in it. */
    private List<AssetKey> ordered(Set<AssetKey> shown) {
        return links.assets().stream().filter(shown::contains).toList();
    }

    private String kind(AssetKey key) {
        return AssetKind.of(graph.node(key).asset());
    }

    private static List<Link> neighbours(List<AssetKey> keys, Question question) {
        List<Link> named = keys.stream()
                .limit(MOST_NEIGHBOURS)
                .map(key -> link(key, question))
                .toList();
        if (keys.size() <= named.size()) {
            return named;
        }
        List<Link> all = new ArrayList<>(named);
        all.add(new Link("and " + (keys.size() - named.size()) + " more", ""));
        return all;
    }

    private static Link link(AssetKey key, Question question) {
        return new Link(key.toString(), question.withAsset(key.toString()));
    }
}
