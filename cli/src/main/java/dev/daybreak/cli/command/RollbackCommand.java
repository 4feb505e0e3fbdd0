package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.models.registry.ModelVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = "Put the version of a model that was in production before back.",
        footer = {"", "Example: daybreak rollback click_model --why \"clicks fell by half\""})
final class RollbackCommand extends ProjectCommand {
    @Parameters(paramLabel = "MODEL", description = "Its name.")
    private String name;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "The reason, for the log.", order = 1)
    private String why;

    @Override
    int run(Workspace workspace, Output output) {
        ModelVersion live = workspace
                .registry()
                .rollback(ModelNames.resolve(workspace, name), System.getProperty("user.name"), why);
        output.line("Version " + live.version() + " of " + live.name() + " is in production again.");
        output.document(ModelsCommand.value(live, true));
        return 0;
    }
}
