package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.RunState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = "End a run early: one that waits at once, one at work within seconds.",
        footer = {"", "Example: daybreak cancel 20230301-101500-x7k2"})
final class CancelCommand extends ProjectCommand {
    @Parameters(paramLabel = "RUN", description = "Its id, or a part of it.")
    private String part;

    @Override
    int run(Workspace workspace, Output output) {
        String run = workspace.history().run(part).id();
        RunState found = workspace.queue().cancel(run, System.getProperty("user.name"));
        boolean changes = found == RunState.QUEUED || found == RunState.RUNNING;
        output.line(
                switch (found) {
                    case QUEUED -> "Run " + run + " is cancelled.";
                    case RUNNING -> "Run " + run + " is told to stop; what is just being published is finished.";
                    default -> "Run " + run + " is over already: " + found + ". Nothing was changed.";
                });
        output.document(Output.fields("run", run, "found", found.toString(), "cancelled", changes));
        return changes ? 0 : 1;
    }
}
