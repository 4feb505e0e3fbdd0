package dev.daybreak.cli.command;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.selection.Selection;
import java.util.List;
import java.util.Set;

/** Finds the one asset that a command line names. */
final class Assets {
    private Assets() {}

    /** @param name qualified, or the last part alone if only one asset has it */
    static Graph.Node find(Graph graph, String name) {
        Set<AssetKey> found = Selection.parse(List.of(name)).resolve(graph, Set.of());
        if (found.size() != 1) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid asset '" + name + "': it stands for " + found.size() + " assets, and one is needed.",
                    "Name one asset, such as "
                            + found.stream().findFirst().map(AssetKey::toString).orElse("raw.clicks") + ".");
        }
        return graph.node(found.iterator().next());
    }

    /**
     * Refuses a view where rows and snapshots of its own are needed.
     *
     * @param what cannot be done, with its name in it: {@code "tag 'shop.orders'"}
     */
    static void refuseView(Graph.Node node, String what, String mend) {
        if (node.asset() instanceof ViewAsset) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot " + what + ": it is a view, which has no rows and snapshots of its own.",
                    mend);
        }
    }
}
