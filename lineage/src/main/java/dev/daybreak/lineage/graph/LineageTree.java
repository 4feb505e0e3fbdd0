package dev.daybreak.lineage.graph;

import dev.daybreak.lineage.graph.LineageEdge.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node with everything it is made from (upstream) or that is made from it (downstream).
 *
 * @param kind how it hangs on the node above; empty at the root
 * @param branches nearest neighbours, by name
 * @param repeated whether the branches were told at an earlier place of the tree and are left out here
 */
public record LineageTree(LineageNode node, Optional<Kind> kind, List<LineageTree> branches, boolean repeated) {
    public LineageTree {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(kind, "kind");
        branches = List.copyOf(branches);
    }
}
