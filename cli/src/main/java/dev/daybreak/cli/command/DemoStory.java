package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.demo.WrongAge;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens in the demo: a run, of which a check holds back a part; when the mistake is mended, a backfill of all but the last week; and a run
 * of what is left. Told again after an interruption it goes on where it was, and after its end there is nothing to do.
 */
final class DemoStory {
    private static final String USERS = "raw.users";
    private static final List<String> MODEL = List.of("+models.click_model");
    private static final String FIRST_WITH_ENOUGH_PAST = "2023-01-17";
    private static final String LAST_WEEK = "2023-02-23";
    /** Twenty days in a run. */
    private static final BackfillCut CUT = new BackfillCut(20, 1, BackfillCut.Order.FORWARD);

    private final Workspace workspace;
    private final Output output;
    private final WrongAge mistake;
    private final Execution execution;

    DemoStory(Workspace workspace, Output output, WrongAge mistake) {
        this.workspace = workspace;
        this.output = output;
        this.mistake = mistake;
        this.execution = new Execution(workspace, output, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns the exit status.
     *
     * @param told gets the result of the last run
     */
    int tell(Consumer<RunResult> told) {
        if (mistake.isThere()) {
            RunResult first = run(result -> {
                if (!isHeldBack(result)) {
                    told.accept(result);
                }
            });
            if (!isHeldBack(first)) {
                return Execution.status(first);
            }
            mend();
        }
        Optional<Backfill> open = backfilled();
        if (open.isPresent()) {
            String id = open.get().id();
            String state = open.get().state().toString();
            output.note("Backfill " + id + " is " + state + ". The demo goes on with it when it is started again.");
            output.document(Map.of("backfill", id, "outcome", state));
            return 1;
        }
        return Execution.status(run(told));
    }

    private void mend() {
        output.note("");
        output.note("One of the users is said to be " + WrongAge.AGE
                + " years old. The check on 'age' held the table back, and with");
        output.note("it what reads it; nobody has seen a row. That row is mended now, in the shop's own database.");
        output.note("");
        mistake.mend();
    }

    private RunResult run(Consumer<RunResult> told) {
        return execution.execute(RunRequest.Kind.RUN, workspace.requests().ofRange(List.of(), null, null), told);
    }

    /** Whether all went as it should, but for the mistake. */
    private static boolean isHeldBack(RunResult result) {
        return result.outcome() == RunState.FAILED
                && result.steps().stream()
                        .filter(step -> step.state() == StepState.FAILED)
                        .allMatch(step -> step.step().asset().toString().equals(USERS)
                                && step.failure()
                                        .map(failure -> failure.code() == ErrorCode.CHECK_FAILED)
                                        .orElse(false));
    }

    /** Carries out the backfill, unless it was. Returns it if something of it is left. */
    private Optional<Backfill> backfilled() {
        Optional<Backfill> latest = workspace.backfills().latest(1).stream().findFirst();
        if (latest.isPresent() && latest.get().state().isOver()) {
            return Optional.empty();
        }
        Optional<String> id = latest.map(Backfill::id).or(this::queued);
        if (id.isPresent()) {
            execution.workOff();
        }
        return id.map(workspace.backfills()::find)
                .filter(backfill -> !backfill.state().isOver());
    }

    private Optional<String> queued() {
        PublishedState state = workspace.runner(1).state();
        BackfillRequest request = workspace
                .requests()
                .ofRange(MODEL, FIRST_WITH_ENOUGH_PAST, LAST_WEEK)
                .backfill(Choice.Only.NEEDED, state);
        BackfillPlan plan = workspace.backfillPlanner().plan(request, CUT, state);
        return BackfillCommand.queued(workspace, request, plan, CUT);
    }
}
