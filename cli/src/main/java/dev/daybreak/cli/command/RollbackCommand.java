package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.TableVersion;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = {
            "Put a table back to an earlier snapshot, or the version of a model that was in production before.",
            "Nothing is computed. What reads the table becomes stale as by any change."
        },
        footer = {
            "",
            "Example: daybreak rollback features.user_days --to 2023-03-01T06:00 --why \"rates above 1\"",
            "         daybreak rollback click_model --why \"clicks fell by half\""
        })
final class RollbackCommand extends ProjectCommand {
    @Parameters(paramLabel = "NAME", description = "A table's name with its namespace, or a model's.")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description =
                    "A table's snapshot, by its id, a time or a tag, see 'history'. Default: the one before the current.",
            order = 1)
    private String to;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "The reason, for the log.", order = 2)
    private String why;

    @Override
    int run(Workspace workspace, Output output) {
        boolean isTable = name.contains(".") && !name.startsWith(AssetKey.MODELS + ".");
        return isTable ? table(workspace, output) : model(workspace, output);
    }

    private int model(Workspace workspace, Output output) {
        if (to != null) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid option --to: '" + name + "' is no table.",
                    "Leave it out for a model, or put a version into production with 'daybreak promote'. A table is"
                            + " named with its namespace, such as features.user_days.");
        }
        ModelVersion live = workspace.registry().rollback(ModelNames.resolve(workspace, name), Execution.user(), why);
        output.line("Version " + live.version() + " of " + live.name() + " is in production again.");
        output.document(ModelsCommand.value(live, true));
        return 0;
    }

    private int table(Workspace workspace, Output output) {
        Graph.Node node = Assets.find(workspace.graph(), name);
        AssetKey key = node.key();
        Assets.refuseView(node, "put '" + key + "' back", "Put back its file, or the tables that it reads.");
        LakeTable table = workspace.tableRollback().table(node);
        long snapshot = to == null
                ? before(table)
                : TableVersion.snapshot(table, to, "", workspace.settings().zone());
        int undone = workspace.tableRollback().putBack(table, snapshot, Execution.user(), why);
        output.line(key + " is at snapshot " + snapshot + " again."
                + (undone == 0 ? "" : " " + Words.count(undone, "published partition") + " undone.")
                + " 'daybreak plan +" + key
                + "+' tells what is missing or stale now. A schedule brings it up to date by its text as it is.");
        output.document(Output.fields("asset", key.toString(), "snapshot", snapshot, "undone", undone));
        return 0;
    }

    private static long before(LakeTable table) {
        List<LakeTable.SnapshotEntry> history =
                table.history().stream().filter(entry -> !entry.isMaintenance()).toList();
        if (history.size() < 2) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot put '" + table.key() + "' back: there is no snapshot before its newest.",
                    "'daybreak history " + table.key() + "' lists those there are.");
        }
        return history.get(1).snapshot();
    }
}
