package dev.daybreak.server.pages.lineage;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import dev.daybreak.server.pages.graph.GraphView;
import java.util.List;
import java.util.Optional;

/**
 * The graph of assets, or the path of a column through it.
 *
 * @param asset that it is about; empty if about none
 * @param column of that asset; empty if it is about the whole of it
 * @param search what was looked for
 * @param matches names that fit it, some of them if there are many
 * @param words what is shown
 * @param depths that can be chosen
 * @param columns of the asset, each with the address of its path
 * @param other the address of the path with, or without, what only decides about rows; empty if it is not about a column
 * @param isValuesOnly whether the path is without that
 * @param graph empty if there is nothing to draw
 * @param assets what is drawn, in words; empty for the path of a column
 * @param steps of the path of a column, in words
 * @param statesAt when it was found out how assets stand; empty while that goes on for the first time
 */
public record LineageView(
        Shell shell,
        String asset,
        String column,
        String search,
        List<Link> matches,
        String words,
        String upstream,
        String downstream,
        List<String> depths,
        List<Link> columns,
        String other,
        boolean isValuesOnly,
        Optional<GraphView> graph,
        List<AssetRow> assets,
        List<StepRow> steps,
        Optional<Moment> statesAt)
        implements View {
    @Override
    public String title() {
        if (asset.isEmpty()) {
            return "Lineage";
        }
        return "Lineage of " + asset + (column.isEmpty() ? "" : "." + column);
    }

    public record Link(String words, String href) {}

    /** @param state one of the styles of states */
    public record AssetRow(
            Link asset, String kind, String state, String words, List<Link> inputs, List<Link> readers) {}

    /** @param isIndirect whether it only decides about rows */
    public record StepRow(Link from, Link to, boolean isIndirect) {}
}
