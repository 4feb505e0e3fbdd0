package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.schedule.PipelineState;
import dev.daybreak.project.schedule.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = "Start no more runs of a pipeline until it is resumed. Runs at work go on.",
        footer = {"", "Example: daybreak pause weekly_retrain --why \"the shop is closed\""})
final class PauseCommand extends ProjectCommand {
    @Parameters(paramLabel = "PIPELINE", description = "Its name.")
    private String name;

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the others.", order = 1)
    private String why = "";

    @Override
    int run(Workspace workspace, Output output) {
        Pipeline pipeline = Pipelines.find(workspace, name);
        PipelineState state = workspace.pipelineState();
        boolean changed = state.pause(pipeline, System.getProperty("user.name"), why);
        PipelineState.Pause pause = state.paused(name).orElseThrow();
        String reason = pause.why().isEmpty() ? "" : ": " + pause.why();
        output.line("Pipeline '" + name + "' is paused"
                + (changed ? "." : " already, by " + pause.by() + " since " + pause.at() + reason + "."));
        output.document(Output.fields("pipeline", name, "paused", true, "by", pause.by(), "why", pause.why()));
        return 0;
    }
}
