package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.project.plan.PublishedState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description = {
            "Bring a range of partitions up to date, neighbouring ones together.",
            "With --queue, workers do it when they have nothing else to do; 'daybreak backfills' shows how far they are."
        },
        footer = {"", "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01"})
final class BackfillCommand extends RunningCommand {
    @Mixin
    private BackfillOptions options;

    @Option(names = "--dry-run", description = "Only count what would be done, by asset and reason.", order = 4)
    private boolean isDryRun;

    @Option(
            names = "--queue",
            description = "Queue it for workers ('serve', 'worker') and return at once. Runs of pipelines go first.",
            order = 5)
    private boolean isQueued;

    BackfillCommand() {
        super(RunRequest.Kind.BACKFILL);
    }

    @Override
    int run(Workspace workspace, Output output) {
        options.checkUse(range(), isQueued || isDryRun);
        if (isDryRun) {
            return tell(workspace, output);
        }
        if (isQueued) {
            return queue(workspace, output);
        }
        if (options.isPlain()) {
            return super.run(workspace, output);
        }
        return execution(workspace, output).run(runner -> {
            BackfillRequest request = request(workspace, runner.state());
            return new RunRequest(
                    RunRequest.Kind.BACKFILL,
                    workspace.backfillPlanner().demand(request),
                    Execution.user(),
                    Optional.of(request.words()),
                    request.choice(""));
        });
    }

    private BackfillRequest request(Workspace workspace, PublishedState state) {
        Request request = options.request(workspace, range());
        return request.backfill(options.only(), state);
    }

    private int tell(Workspace workspace, Output output) {
        Runner runner = workspace.runner(1);
        runner.recover();
        PublishedState state = runner.state();
        BackfillPlan plan = workspace.backfillPlanner().plan(request(workspace, state), options.cut(), state);
        new BackfillCount(plan).tell(output);
        return 0;
    }

    private int queue(Workspace workspace, Output output) {
        Runner runner = workspace.runner(1);
        runner.recover();
        PublishedState state = runner.state();
        BackfillRequest request = request(workspace, state);
        BackfillCut cut = options.cut();
        BackfillPlan plan = workspace.backfillPlanner().plan(request, cut, state);
        String id = queued(workspace, request, plan, cut).orElse(null);
        if (id == null) {
            output.line("Nothing is to be done: " + request.words() + ".");
        } else {
            output.line("Backfill " + id + " is queued: "
                    + Words.count(plan.partitions().size(), "partition") + " in "
                    + Words.count(plan.parts().size(), "run") + ".");
            output.line("Workers of 'daybreak serve' and 'daybreak worker' carry it out; see 'daybreak backfills " + id
                    + "'.");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("backfill", id);
        document.put("partitions", plan.partitions().size());
        document.put("runs", plan.parts().size());
        output.document(document);
        return 0;
    }

    /** Queues the runs of a plan. Returns the backfill's id; empty if nothing is to be done. */
    static Optional<String> queued(Workspace workspace, BackfillRequest request, BackfillPlan plan, BackfillCut cut) {
        return plan.parts().isEmpty()
                ? Optional.empty()
                : Optional.of(workspace.backfills().queue(request, plan.parts(), cut.concurrency(), Execution.user()));
    }
}
