package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillRun;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.api.BackfillJson;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backfills",
        description = "List queued backfills with how far they are, show one, or pause, resume or cancel one.",
        footer = {"", "Example: daybreak backfills --pause 20230301-101500-x7k2 --why \"the disk is full\""})
final class BackfillsCommand extends ProjectCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "Of one backfill, or a part of it. Default: list all.")
    private String id;

    @Option(
            names = "--pause",
            paramLabel = "ID",
            description = "Begin no more runs of it; those at work go on.",
            order = 1)
    private String pause;

    @Option(names = "--resume", paramLabel = "ID", description = "Let a paused one go on.", order = 2)
    private String resume;

    @Option(
            names = "--cancel",
            paramLabel = "ID",
            description = "End it: runs that wait at once, those at work within seconds.",
            order = 3)
    private String cancel;

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the others.", order = 4)
    private String why = "";

    @Option(names = "--most", paramLabel = "N", description = "Lines at most. Default: 30.", order = 5)
    private int most = 30;

    @Override
    int run(Workspace workspace, Output output) {
        Bounds.requireAtLeast("--most", most, 1);
        Backfills backfills = workspace.backfills();
        long named = Stream.of(id, pause, resume, cancel)
                .filter(name -> name != null)
                .count();
        if (named > 1) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid use of 'backfills': it shows, pauses, resumes or cancels one backfill at a time.",
                    "Give one of ID, --pause ID, --resume ID and --cancel ID.");
        }
        if (named == 0) {
            list(backfills.latest(most), output);
            return 0;
        }
        if (id != null) {
            show(backfills, backfills.find(id), output);
            return 0;
        }
        return change(backfills, output);
    }

    private static void list(List<Backfill> latest, Output output) {
        TextTable table =
                new TextTable("BACKFILL", "STATE", "DONE", "FAILED", "RUNS", "PROGRESS", "ENDS ABOUT", "BY", "WHAT");
        for (Backfill backfill : latest) {
            table.row(
                    backfill.id(),
                    backfill.state(),
                    backfill.succeeded(),
                    backfill.failed(),
                    backfill.total(),
                    percent(backfill),
                    end(backfill),
                    backfill.by(),
                    backfill.words());
        }
        output.line(latest.isEmpty() ? "No backfill was queued yet." : table.toString());
        output.document(
                Map.of("backfills", latest.stream().map(BackfillJson::value).toList()));
    }

    private static String percent(Backfill backfill) {
        return Math.round(100 * backfill.progress()) + " %";
    }

    private static Object end(Backfill backfill) {
        return backfill.estimatedEnd()
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                .orElse(null);
    }

    private void show(Backfills backfills, Backfill backfill, Output output) {
        List<BackfillRun> runs = backfills.runs(backfill.id()).stream()
                .sorted(Comparator.comparing(BackfillsCommand::rank).thenComparing(BackfillRun::id))
                .limit(most)
                .toList();
        output.line("Backfill " + backfill.id() + ": " + backfill.words());
        output.line("  by " + backfill.by() + " at " + backfill.created());
        output.line("  " + backfill.state() + pauseWords(backfill) + ", " + percent(backfill) + " of "
                + Words.count(backfill.total(), "run") + " are over: " + backfill.succeeded() + " succeeded, "
                + backfill.failed() + " failed, " + backfill.cancelled() + " cancelled; " + backfill.atWork()
                + " at work, " + backfill.waiting() + " waiting");
        backfill.meanRun().ifPresent(mean -> output.line("  a run takes " + mean.toMillis() / 1000.0 + " s"));
        backfill.estimatedEnd().ifPresent(end -> output.line("  ends about " + end.truncatedTo(ChronoUnit.SECONDS)));
        TextTable table = new TextTable("RUN", "STATE", "WHAT", "WHY");
        runs.forEach(run ->
                table.row(run.id(), run.state(), run.words(), run.failure().orElse("")));
        output.line("\n" + table);
        Map<String, Object> document = BackfillJson.value(backfill);
        document.put("list", runs.stream().map(BackfillsCommand::value).toList());
        output.document(document);
    }

    private static String pauseWords(Backfill backfill) {
        return backfill.pause()
                .map(pause -> " (paused by " + pause.by() + " since " + pause.at()
                        + (pause.why().isEmpty() ? "" : ": " + pause.why()) + ")")
                .orElse("");
    }

    /** What somebody may want to do something about comes first. */
    private static int rank(BackfillRun run) {
        return switch (run.state()) {
            case RUNNING -> 0;
            case FAILED, INTERRUPTED -> 1;
            case QUEUED -> 2;
            case CANCELLED, SUCCEEDED -> 3;
        };
    }

    private int change(Backfills backfills, Output output) {
        Backfill backfill = backfills.find(Stream.of(pause, resume, cancel)
                .filter(name -> name != null)
                .findFirst()
                .orElseThrow());
        String name = "Backfill " + backfill.id();
        boolean changed;
        String done;
        if (pause != null) {
            changed = backfills.pause(backfill.id(), Execution.user(), why);
            done = " is paused; runs at work go on.";
        } else if (resume != null) {
            changed = backfills.resume(backfill.id(), Execution.user(), why);
            done = " goes on.";
        } else {
            changed = backfills.cancel(backfill.id(), Execution.user(), why);
            done = " is cancelled; runs at work are told to stop.";
        }
        Backfill now = backfills.find(backfill.id());
        output.line(changed ? name + done : name + " is " + now.state() + pauseWords(now) + ". Nothing was changed.");
        Map<String, Object> document = BackfillJson.value(now);
        document.put("changed", changed);
        output.document(document);
        return changed ? 0 : 1;
    }

    private static Map<String, Object> value(BackfillRun run) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("run", run.id());
        value.put("state", run.state().toString());
        value.put("request", run.words());
        value.put("failure", run.failure().orElse(null));
        return value;
    }
}
