package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.asset.AssetKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mark",
        description =
                "End the waiting steps of an asset in a run by hand, without computing anything; the run goes on after them.",
        footer = {"", "Example: daybreak mark 20230301-101500-x7k2 raw.clicks failed --why \"the supplier is closed\""})
final class MarkCommand extends ProjectCommand {
    /** As what a step may be marked. */
    private enum Mark {
        succeeded,
        failed
    }

    @Parameters(index = "0", paramLabel = "RUN", description = "Its id, or a part of it.")
    private String part;

    @Parameters(index = "1", paramLabel = "ASSET", description = "Its name.")
    private String asset;

    @Parameters(index = "2", paramLabel = "STATE", description = "succeeded or failed.")
    private Mark mark;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            description = "The reason, for the others.",
            order = 1)
    private String why;

    @Override
    int run(Workspace workspace, Output output) {
        String run = workspace.history().run(part).id();
        AssetKey key = Assets.find(workspace.graph(), asset).key();
        int steps = workspace.stepMarks().mark(run, key, mark == Mark.succeeded, Execution.user(), why);
        output.line(Words.count(steps, "step") + " of " + key + " in run " + run + " marked " + mark + ".");
        output.document(Output.fields("run", run, "asset", key.toString(), "steps", steps, "state", mark.name()));
        return 0;
    }
}
