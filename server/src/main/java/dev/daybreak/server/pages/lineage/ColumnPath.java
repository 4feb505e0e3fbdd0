package dev.daybreak.server.pages.lineage;

import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.lineage.graph.LineageEdge;
import dev.daybreak.lineage.graph.LineageEdge.Kind;
import dev.daybreak.lineage.graph.LineageNode;
import dev.daybreak.lineage.graph.LineageTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where a column comes from and where it goes, the nearest first. Immutable.
 *
 * @param nodes columns on the path, and models, which have none; the column itself is the first
 * @param edges between them
 * @param isCut whether there is more than is told
 */
record ColumnPath(Set<LineageNode> nodes, List<LineageEdge> edges, boolean isCut) {
    ColumnPath {
        nodes = Collections.unmodifiableSet(new LinkedHashSet<>(nodes));
        edges = List.copyOf(edges);
    }

    /**
     * @param isValuesOnly whether what only decides about rows is left out, with all behind it
     * @param most nodes
     */
    static ColumnPath of(ColumnGraph graph, LineageNode column, boolean isValuesOnly, int most) {
        List<LineageEdge> up = edges(graph.upstream(column), true, isValuesOnly);
        List<LineageEdge> down = edges(graph.downstream(column), false, isValuesOnly);
        Set<LineageNode> above = new LinkedHashSet<>(Set.of(column));
        boolean isCut = walk(column, up, LineageEdge::to, LineageEdge::from, above, most / 2);
        Set<LineageNode> below = new LinkedHashSet<>(Set.of(column));
        isCut |= walk(column, down, LineageEdge::from, LineageEdge::to, below, most - above.size() + 1);
        Set<LineageEdge> edges = new LinkedHashSet<>(within(up, above));
        edges.addAll(within(down, below));
        Set<LineageNode> nodes = new LinkedHashSet<>(above);
        nodes.addAll(below);
        return new ColumnPath(nodes, List.copyOf(edges), isCut);
    }

    /** @param isUpstream whether branches are what a node is made from, rather than what is made from it */
    private static List<LineageEdge> edges(LineageTree tree, boolean isUpstream, boolean isValuesOnly) {
        List<LineageEdge> edges = new ArrayList<>();
        Deque<LineageTree> open = new ArrayDeque<>(List.of(tree));
        while (!open.isEmpty()) {
            LineageTree parent = open.remove();
            for (LineageTree branch : parent.branches()) {
                Kind kind = branch.kind().orElseThrow();
                open.add(branch);
                if (!isValuesOnly || kind == Kind.DIRECT) {
                    edges.add(
                            isUpstream
                                    ? new LineageEdge(branch.node(), parent.node(), kind)
                                    : new LineageEdge(parent.node(), branch.node(), kind));
                }
            }
        }
        return edges;
    }

    /** Adds what can be reached, in the order of distance, until there are {@code most}; whether there is more. */
    private static boolean walk(
            LineageNode start,
            List<LineageEdge> edges,
            Function<LineageEdge, LineageNode> from,
            Function<LineageEdge, LineageNode> to,
            Set<LineageNode> found,
            int most) {
        Map<LineageNode, List<LineageEdge>> onward = new LinkedHashMap<>();
        edges.forEach(edge -> onward.computeIfAbsent(from.apply(edge), key -> new ArrayList<>())
                .add(edge));
        Deque<LineageNode> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (LineageEdge edge : onward.getOrDefault(open.remove(), List.of())) {
                LineageNode next = to.apply(edge);
                if (found.contains(next)) {
                    continue;
                }
                if (found.size() >= most) {
                    return true;
                }
                found.add(next);
                open.add(next);
            }
        }
        return false;
    }

    private static List<LineageEdge> within(List<LineageEdge> edges, Set<LineageNode> nodes) {
        Set<LineageNode> inside = new HashSet<>(nodes);
        return edges.stream()
                .filter(edge -> inside.contains(edge.from()) && inside.contains(edge.to()))
                .toList();
    }
}
