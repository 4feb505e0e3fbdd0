package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Bring what is missing or stale up to date; run twice, the second does nothing.",
        footer = {"", "Example: daybreak run +models.click_model --parallel 2"})
final class RunCommand extends ProjectCommand {
    @Mixin
    private RangeOptions range;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Steps at a time. Default: the machine's cores.",
            order = 3)
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Override
    int run(Workspace workspace, Output output) {
        return new Execution(workspace, output, parallel).run(RunRequest.Kind.RUN, range.request(workspace));
    }
}
