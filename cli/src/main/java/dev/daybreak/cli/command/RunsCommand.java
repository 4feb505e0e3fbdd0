package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.api.RunJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "runs",
        description = "List runs, newest first: those that wait, are at work, and are over.",
        footer = {"", "Example: daybreak runs --pipeline weekly_retrain --state failed"})
final class RunsCommand extends ProjectCommand {
    private static final int MOST = 100_000;

    @Option(names = "--pipeline", paramLabel = "PIPELINE", description = "Only runs of this pipeline.", order = 1)
    private String pipeline;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only runs that stand so: queued, running, succeeded, failed, cancelled or interrupted.",
            order = 2)
    private RunState state;

    @Option(
            names = "--backfill",
            paramLabel = "ID",
            description = "Only runs of this backfill; also those that wait, which are left out else.",
            order = 3)
    private String backfill;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: 30.", order = 4)
    private int limit = 30;

    @Override
    int run(Workspace workspace, Output output) {
        if (limit < 1 || limit > MOST) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid --limit " + limit + "; permitted: 1 to " + MOST + ".",
                    "See 'daybreak runs --help'.");
        }
        Optional<String> name = Optional.ofNullable(pipeline)
                .map(given -> Pipelines.find(workspace, given).name());
        Optional<String> part = Optional.ofNullable(backfill)
                .map(given -> workspace.backfills().find(given).id());
        List<RunRecord> runs = workspace
                .listing()
                .runs(new RunFilter(name, Optional.ofNullable(state), part), Optional.empty(), limit);
        Map<String, Instant> expected = workspace.expectedEnds().all();
        TextTable table = new TextTable("RUN", "STATE", "PIPELINE", "STARTED", "SECONDS", "EXPECTED END", "BY", "WHAT");
        runs.forEach(run -> table.row(
                run.id(),
                run.state(),
                run.pipeline().orElse(""),
                run.started().truncatedTo(ChronoUnit.SECONDS),
                seconds(run),
                Optional.ofNullable(expected.get(run.id()))
                        .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                        .map(Instant::toString)
                        .orElse(""),
                run.by(),
                run.words()));
        output.line(runs.isEmpty() ? "No such run." : table.toString());
        output.document(Map.of(
                "runs", runs.stream().map(run -> RunJson.value(run, expected)).toList()));
        return 0;
    }

    private static Object seconds(RunRecord run) {
        return run.ended().map(end -> seconds(run.started(), end)).orElse(null);
    }

    private static double seconds(Instant start, Instant end) {
        return Duration.between(start, end).toMillis() / 1000.0;
    }
}
