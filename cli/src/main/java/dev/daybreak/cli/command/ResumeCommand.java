package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.schedule.Pipeline;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Let a paused pipeline run again; its 'missed' says what becomes of the time between.",
        footer = {"", "Example: daybreak resume weekly_retrain"})
final class ResumeCommand extends ProjectCommand {
    @Parameters(paramLabel = "PIPELINE", description = "Its name.")
    private String name;

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the others.", order = 1)
    private String why = "";

    @Override
    int run(Workspace workspace, Output output) {
        Pipeline pipeline = Pipelines.find(workspace, name);
        boolean changed = workspace.pipelineState().resume(pipeline, Execution.user(), why);
        String missed = pipeline.missed().policy().name().toLowerCase(Locale.ROOT);
        output.line(
                changed
                        ? "Pipeline '" + name + "' runs again. Of the runs it missed: " + missed + "."
                        : "Pipeline '" + name + "' is not paused.");
        output.document(Output.fields("pipeline", name, "paused", false));
        return 0;
    }
}
