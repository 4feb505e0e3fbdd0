package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description = "Bring a range of partitions up to date, neighbouring ones together.",
        footer = {"", "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01"})
final class BackfillCommand extends ProjectCommand {
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
        if (!range.isComplete()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Missing range: a backfill needs a selection, --start and --end.",
                    "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01");
        }
        return new Execution(workspace, output, parallel).run(RunRequest.Kind.BACKFILL, range.request(workspace));
    }
}
