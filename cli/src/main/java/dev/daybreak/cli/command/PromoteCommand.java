package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.models.registry.ModelVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        description = "Make a version of a model the one in production.",
        footer = {"", "Example: daybreak promote click_model 3 --why \"checked by hand\""})
final class PromoteCommand extends ProjectCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Its name.")
    private String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "A number, as 'models' lists them.")
    private int version;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "The reason, for the log.", order = 1)
    private String why;

    @Override
    int run(Workspace workspace, Output output) {
        ModelVersion live = workspace
                .registry()
                .promote(ModelNames.resolve(workspace, name), version, System.getProperty("user.name"), why);
        output.line("Version " + live.version() + " of " + live.name() + " is in production.");
        output.document(ModelsCommand.value(live, true));
        return 0;
    }
}
