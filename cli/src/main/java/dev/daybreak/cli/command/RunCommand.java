package dev.daybreak.cli.command;

import dev.daybreak.orchestration.run.RunRequest;
import picocli.CommandLine.Command;

@Command(
        name = "run",
        description = "Bring what is missing or stale up to date; run twice, the second does nothing.",
        footer = {"", "Example: daybreak run +models.click_model --parallel 2"})
final class RunCommand extends RunningCommand {
    RunCommand() {
        super(RunRequest.Kind.RUN);
    }
}
