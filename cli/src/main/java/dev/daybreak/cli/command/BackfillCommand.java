package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import picocli.CommandLine.Command;

@Command(
        name = "backfill",
        description = "Bring a range of partitions up to date, neighbouring ones together.",
        footer = {"", "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01"})
final class BackfillCommand extends RunningCommand {
    BackfillCommand() {
        super(RunRequest.Kind.BACKFILL);
    }

    @Override
    int run(Workspace workspace, Output output) {
        if (!range().isComplete()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Missing range: a backfill needs a selection, --start and --end.",
                    "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01");
        }
        return super.run(workspace, output);
    }
}
