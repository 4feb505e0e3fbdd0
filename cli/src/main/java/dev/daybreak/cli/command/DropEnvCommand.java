package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.BranchEnd;
import dev.daybreak.project.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "drop-env",
        description = {
            "Forget an environment: its branches of tables, runs, models and logs. Prod stays as it is.",
            "Files that only it held are removed by 'maintain'."
        },
        footer = {"", "Example: daybreak drop-env dev_ana"})
final class DropEnvCommand implements Callable<Integer> {
    @Mixin
    private OtherEnvironment environment;

    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        Settings settings;
        int tables;
        try (Workspace workspace = Workspace.open(environment.opening(options), output);
                BranchEnd branch = workspace.branchEnd()) {
            settings = workspace.settings();
            workspace.runner(1).recover();
            workspace.refuseLiveRuns("drop environment '" + environment.name() + "'");
            tables = branch.tables().size();
            branch.drop();
        }
        Workspace.dropEnvironment(settings);
        output.line("Environment '" + environment.name() + "' is gone, with its branches of "
                + Words.count(tables, "table") + ".");
        output.document(Output.fields("environment", environment.name(), "tables", tables));
        return 0;
    }
}
