package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.TableVersion;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tag",
        description = {
            "Give a snapshot of a table a name, by which 'query', 'rollback' and others find it, and which keeps it from being cleaned up.",
            "Without a name, list those there are."
        },
        footer = {
            "",
            "Example: daybreak tag features.user_days q1_report",
            "         daybreak query \"SELECT COUNT(*) FROM features.user_days@q1_report\""
        })
final class TagCommand extends ProjectCommand {
    private static final String PERMITTED = "[A-Za-z][A-Za-z0-9_.-]{0,63}";

    @Parameters(index = "0", paramLabel = "TABLE", description = "A table or source.")
    private String table;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TAG", description = "The name.")
    private String tag;

    @Option(
            names = "--at",
            paramLabel = "VERSION",
            description = "The snapshot, by its id, a time or another tag. Default: the newest.",
            order = 1)
    private String version;

    @Option(names = "--drop", description = "Take the name away.", order = 2)
    private boolean isDropped;

    @Override
    int run(Workspace workspace, Output output) {
        if (tag == null && (version != null || isDropped)) {
            String option = isDropped ? "--drop" : "--at";
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot tag '" + table + "': " + option + " says nothing without a name.",
                    "Name the tag: daybreak tag " + table + " NAME " + option + (isDropped ? "" : " " + version));
        }
        Graph.Node node = Assets.find(workspace.graph(), table);
        AssetKey key = node.key();
        Assets.refuseView(node, "tag '" + key + "'", "Tag the tables that it reads.");
        LakeTable found = workspace
                .lake()
                .find(key)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot tag '" + key + "': it was never published.",
                        "Run it first: daybreak run +" + key));
        if (tag == null) {
            list(key, found.tags(), output);
            return 0;
        }
        if (isDropped) {
            drop(key, found, workspace, output);
            return 0;
        }
        if (!tag.matches(PERMITTED) || tag.equals("main")) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid tag '" + tag
                            + "': expected a letter, then up to 63 letters, digits, '_', '.' and '-'; not 'main'.",
                    "");
        }
        long snapshot = version == null
                ? found.currentSnapshot()
                        .orElseThrow(() -> new DaybreakException(
                                ErrorCode.NOT_FOUND,
                                "Cannot tag '" + key + "': it has no snapshot yet.",
                                "Run it first: daybreak run +" + key))
                : TableVersion.snapshot(found, version, "", workspace.settings().zone());
        found.tag(tag, snapshot);
        workspace.auditLog().add(Execution.user(), "tag", "table " + key + " " + tag, "snapshot " + snapshot);
        output.line("Snapshot " + snapshot + " of " + key + " is '" + tag + "'.");
        output.document(Output.fields("asset", key.toString(), "tags", found.tags()));
        return 0;
    }

    private void drop(AssetKey key, LakeTable found, Workspace workspace, Output output) {
        if (!found.untag(tag)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot drop tag '" + tag + "': '" + key + "' has "
                            + (found.tags().isEmpty()
                                    ? "none."
                                    : String.join(", ", found.tags().keySet()) + "."),
                    "");
        }
        workspace.auditLog().add(Execution.user(), "untag", "table " + key + " " + tag, "");
        output.line("'" + tag + "' is no tag of " + key + " any more.");
        output.document(Output.fields("asset", key.toString(), "tags", found.tags()));
    }

    private static void list(AssetKey key, SortedMap<String, Long> tags, Output output) {
        TextTable lines = new TextTable("TAG", "SNAPSHOT");
        tags.forEach((name, snapshot) -> lines.row(name, snapshot));
        output.line(tags.isEmpty() ? key + " has no tags." : lines.toString());
        output.document(Map.of("asset", key.toString(), "tags", tags));
    }
}
