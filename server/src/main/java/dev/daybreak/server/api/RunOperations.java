package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.ExpectedEnds;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.Listing.NumberedCheck;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.history.Listing.RunPosition;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.HandedRuns;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.StepMarks;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.web.HttpFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs, their steps, attempts and checks: looking at them, and starting, cancelling, rerunning and marking them. */
final class RunOperations {
    private static final String TAG = "runs";
    private static final Parameter RUN = Parameter.path("run", "Its id.");
    private static final Parameter ASSET = Parameter.query("asset", Schema.text(200), "Only of this asset.");
    private static final Schema STARTED =
            Schema.object(Property.of("run", Schema.TEXT, "Its id."), Property.of("request", Schema.TEXT));
    private static final int MOST_TERMS = 1_000;
    static final Schema SELECTION = Schema.list(Schema.words(400), MOST_TERMS);

    private final ServedProject served;
    private final Finding finding;
    private final FailingRows failing;
    private final Listing listing;
    private final Requests requests;
    private final HandedRuns handed;
    private final Reruns reruns;
    private final StepMarks marks;
    private final ExpectedEnds expected;

    RunOperations(ServedProject served, Finding finding, Requests requests) {
        this.served = served;
        this.finding = finding;
        this.failing = new FailingRows(served);
        this.listing = new Listing(served.store());
        this.expected = new ExpectedEnds(served.store());
        this.requests = requests;
        this.handed = new HandedRuns(served.store(), served.graph());
        this.reruns = new Reruns(
                served.graph(),
                new History(served.store()),
                served.project().settings().start());
        this.marks = new StepMarks(served.store(), served.graph());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/runs", "listRuns", TAG)
                        .says("Runs, newest first; runs of a backfill that wait only with 'backfill'.")
                        .takes(Parameter.query("pipeline", Schema.text(400), "Only runs of this pipeline."))
                        .takes(Parameter.query("state", Schema.oneOf(RunState.values()), "Only runs that stand so."))
                        .takes(Parameter.query("backfill", Schema.text(40), "Only runs of the backfill with this id."))
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("runs", RunJson.RUN))
                        .by(this::list),
                Operation.post("/runs", "startRun", TAG)
                        .says("Bring what is missing or stale of a selection and range up to date. Workers do it.")
                        .takes(Schema.object(
                                Property.of(
                                        "selection",
                                        SELECTION,
                                        "Such as [\"+models.click_model\"]; as on the command line. None is everything."),
                                Property.optional(
                                        "start", Schema.text(40), "A date, or date and time; the project's start."),
                                Property.optional("end", Schema.text(40), "Exclusive; the project's end, or now.")))
                        .answers(202, STARTED)
                        .by(this::start),
                Operation.get("/runs/{run}", "getRun", TAG)
                        .says("One run.")
                        .takes(RUN)
                        .answers(RunJson.RUN)
                        .by(call -> RunJson.value(run(call), expected.all())),
                Operation.post("/runs/{run}/cancel", "cancelRun", TAG)
                        .says("End it early: at once what waits, within seconds what is at work.")
                        .takes(RUN)
                        .takes(Schema.object())
                        .refusesWith(409)
                        .answers(202, Schema.object(Property.of("run", RunJson.RUN)))
                        .by(this::cancel),
                Operation.post("/runs/{run}/rerun", "rerun", TAG)
                        .says(
                                "A new run of what it left undone; with an asset, of that asset's partitions even if up to date.")
                        .takes(RUN)
                        .takes(Schema.object(
                                Property.optional("asset", Schema.text(200), "Its full name."),
                                Property.optional("downstream", Schema.FLAG, "With an asset: and all that reads it.")))
                        .refusesWith(409)
                        .answers(202, STARTED)
                        .by(this::rerun),
                Operation.post("/runs/{run}/mark", "markSteps", TAG)
                        .says("End the waiting steps of an asset by hand; the run goes on after them.")
                        .takes(RUN)
                        .takes(Schema.object(
                                Property.of("asset", Schema.text(200), "Its full name."),
                                Property.of(
                                        "state", Schema.oneOf(List.of("succeeded", "failed")), "What they count as."),
                                Property.of("why", Schema.words(1_000), "The reason, for the audit log.")))
                        .refusesWith(409)
                        .answers(Schema.object(Property.of("steps", Schema.COUNT, "How many were ended.")))
                        .by(this::mark),
                Operation.get("/runs/{run}/steps", "listSteps", TAG)
                        .says("The steps of a run, by asset and partition.")
                        .takes(RUN)
                        .takes(ASSET)
                        .takes(Parameter.query("state", Schema.oneOf(StepState.values()), "Only steps that stand so."))
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("steps", RunJson.STEP))
                        .by(this::steps),
                Operation.get("/runs/{run}/attempts", "listAttempts", TAG)
                        .says("The attempts of a run, oldest first.")
                        .takes(RUN)
                        .takes(ASSET)
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("attempts", RunJson.ATTEMPT))
                        .by(this::attempts),
                Operation.get("/runs/{run}/checks", "listChecks", TAG)
                        .says("What checks found in a run, in the order of attempts.")
                        .takes(RUN)
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("checks", RunJson.CHECK))
                        .by(this::checks));
    }

    private RunRecord run(Call call) {
        return finding.run(call.path("run"));
    }

    private Object list(Call call) {
        RunFilter filter = new RunFilter(
                call.query("pipeline"), call.query("state").map(RunOperations::runState), call.query("backfill"));
        Optional<RunPosition> after = Page.position(
                call, parts -> new RunPosition(Instant.ofEpochMilli(Long.parseLong(parts.get(0))), parts.get(1)));
        int limit = Page.limit(call);
        Map<String, Instant> ends = expected.all();
        return Page.answer(
                "runs",
                limit,
                listing.runs(filter, after, limit + 1),
                run -> RunJson.value(run, ends),
                run -> List.of(run.started().toEpochMilli(), run.id()));
    }

    private static RunState runState(String word) {
        return RunState.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Object start(Call call) {
        Request request = requests.ofRange(
                call.texts("selection"),
                call.text("start").orElse(null),
                call.text("end").orElse(null));
        served.recover().run();
        PublishedState state = served.state().get();
        return begin(
                new RunRequest(RunRequest.Kind.RUN, request.demand(state), call.who(), request.words()), "trigger");
    }

    private Object begin(RunRequest request, String action) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("run", handed.begin(request, action));
        answer.put("request", request.words().orElse(""));
        return answer;
    }

    private Object cancel(Call call) {
        String run = run(call).id();
        RunState found = served.queue().cancel(run, call.who());
        if (found != RunState.QUEUED && found != RunState.RUNNING) {
            throw HttpFailure.conflict(
                    "Cannot cancel run '" + run + "': it is over already: " + found + ".", "Nothing was changed.");
        }
        return Map.of("run", RunJson.value(finding.run(run), expected.all()));
    }

    private Object rerun(Call call) {
        String run = run(call).id();
        Optional<AssetKey> asset =
                call.text("asset").map(name -> finding.asset(name).key());
        if (asset.isEmpty() && call.flag("downstream")) {
            throw HttpFailure.badRequest(
                    "Invalid key 'downstream': it needs the asset to begin with.", "downstream", "Add 'asset'.");
        }
        RunRequest request = asConflict(() -> asset.isPresent()
                ? reruns.again(run, asset.get(), call.flag("downstream"), call.who())
                : reruns.undone(run, call.who()));
        return begin(request, "rerun");
    }

    private Object mark(Call call) {
        String run = run(call).id();
        AssetKey asset = finding.asset(call.text("asset").orElseThrow()).key();
        boolean isSuccess = call.text("state").orElseThrow().equals("succeeded");
        return Map.of(
                "steps",
                asConflict(() -> marks.mark(
                        run, asset, isSuccess, call.who(), call.text("why").orElseThrow())));
    }

    /** What is well said, and does not fit how things stand. */
    private static <T> T asConflict(Supplier<T> change) {
        try {
            return change.get();
        } catch (DaybreakException e) {
            if (e.code() == ErrorCode.WRONG_USE) {
                throw HttpFailure.conflict(e.getMessage(), e.mend());
            }
            throw e;
        }
    }

    private Object steps(Call call) {
        int limit = Page.limit(call);
        return Page.answer(
                "steps",
                limit,
                listing.steps(
                        run(call).id(),
                        finding.filter(call.query("asset")),
                        call.query("state").map(word -> StepState.valueOf(word.toUpperCase(Locale.ROOT))),
                        Page.position(call, parts -> parts.get(0)),
                        limit + 1),
                RunJson::value,
                step -> List.of(step.step().key()));
    }

    private Object attempts(Call call) {
        int limit = Page.limit(call);
        long after = Page.position(call, parts -> Long.parseLong(parts.get(0))).orElse(-1L);
        return Page.answer(
                "attempts",
                limit,
                listing.attempts(run(call).id(), finding.filter(call.query("asset")), after, limit + 1),
                RunJson::value,
                attempt -> List.of(attempt.token()));
    }

    private record CheckPosition(long token, int ordinal) {}

    private Object checks(Call call) {
        int limit = Page.limit(call);
        CheckPosition after = Page.position(
                        call, parts -> new CheckPosition(Long.parseLong(parts.get(0)), Integer.parseInt(parts.get(1))))
                .orElse(new CheckPosition(-1, -1));
        return Page.<NumberedCheck>answer(
                "checks",
                limit,
                listing.checks(run(call).id(), after.token(), after.ordinal(), limit + 1),
                found -> RunJson.value(found.check(), failing.of(found.check(), call.role())),
                found -> List.of(found.check().token(), found.ordinal()));
    }
}
