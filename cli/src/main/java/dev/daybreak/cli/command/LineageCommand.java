package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.lineage.graph.LineageEdge;
import dev.daybreak.lineage.graph.LineageNode;
import dev.daybreak.lineage.graph.LineageTree;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "lineage",
        description = "Show what an asset or a column is made from, and what is made from it.",
        footer = {"", "Example: daybreak lineage features.impressions.user_rate"})
final class LineageCommand extends ProjectCommand {
    @Parameters(paramLabel = "ASSET[.COLUMN]", description = "An asset, or one of its columns.")
    private String name;

    @Override
    int run(Workspace workspace, Output output) {
        ColumnGraph graph = ColumnGraph.of(workspace.analysis());
        LineageNode node = find(workspace, graph);
        LineageTree upstream = graph.upstream(node);
        LineageTree downstream = graph.downstream(node);
        output.line(node + " is made from" + (upstream.branches().isEmpty() ? " nothing inside the project" : ""));
        print(upstream, "  ", output);
        output.line("");
        output.line(node + " goes into" + (downstream.branches().isEmpty() ? " nothing" : ""));
        print(downstream, "  ", output);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", node.toString());
        document.put("upstream", values(upstream));
        document.put("downstream", values(downstream));
        output.document(document);
        return 0;
    }

    private LineageNode find(Workspace workspace, ColumnGraph graph) {
        if (name.chars().filter(letter -> letter == '.').count() < 2) {
            return LineageNode.of(Assets.find(workspace.graph(), name).key());
        }
        int dot = name.lastIndexOf('.');
        AssetKey asset = Assets.find(workspace.graph(), name.substring(0, dot)).key();
        String column = name.substring(dot + 1);
        return graph.find(new LineageNode(asset, Optional.of(column))).orElseThrow(() -> {
            List<String> known = graph.columns(asset).stream()
                    .map(node -> node.column().orElseThrow())
                    .toList();
            return new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot tell the lineage of '" + name + "': '" + asset + "' has no column '" + column + "'."
                            + NearestName.hint(column, known),
                    "Its columns are: " + String.join(", ", known) + ".");
        });
    }

    private static void print(LineageTree tree, String indent, Output output) {
        for (LineageTree branch : tree.branches()) {
            boolean indirect =
                    branch.kind().filter(LineageEdge.Kind.INDIRECT::equals).isPresent();
            output.line(indent
                    + branch.node()
                    + (indirect ? "  (by filter, join, grouping or order)" : "")
                    + (branch.repeated() ? "  (see above)" : ""));
            print(branch, indent + "  ", output);
        }
    }

    private static List<Map<String, Object>> values(LineageTree tree) {
        return tree.branches().stream()
                .map(branch -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    value.put("node", branch.node().toString());
                    value.put(
                            "kind",
                            branch.kind()
                                    .map(kind -> kind == LineageEdge.Kind.DIRECT ? "direct" : "indirect")
                                    .orElse(null));
                    value.put("branches", values(branch));
                    return value;
                })
                .toList();
    }
}
