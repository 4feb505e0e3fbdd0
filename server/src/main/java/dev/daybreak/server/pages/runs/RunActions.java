package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.run.HandedRuns;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.StepMarks;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.ConfirmView;
import dev.daybreak.server.pages.DemandWords;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;

/** What people can do about the steps of a run. Thread-safe. */
final class RunActions {
    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";

    private final Pages pages;
    private final Finding finding;
    private final HandedRuns handed;
    private final Reruns reruns;
    private final StepMarks marks;

    RunActions(ServedProject served, Pages pages) {
        this.pages = pages;
        this.finding = new Finding(served, "");
        this.handed = new HandedRuns(served.store(), served.graph());
        this.reruns = new Reruns(
                served.graph(),
                new History(served.store()),
                served.project().settings().start());
        this.marks = new StepMarks(served.store(), served.graph());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.action("/runs/{run}/rerun-step", "runs", this::askRerun, this::rerun));
        routes.addAll(pages.action("/runs/{run}/mark", "runs", this::askMark, this::mark));
        return routes;
    }

    private RunRequest request(Context ctx, String who) {
        return reruns.from(finding.run(ctx.pathParam("run")).id(), Pages.text(ctx, "step"), who);
    }

    private ConfirmView askRerun(Context ctx, Shell shell) {
        RunRequest request = request(ctx, shell.who());
        return ConfirmView.of(
                shell,
                "Rerun this step and what hangs on it?",
                "A new run does these, as far as they are not up to date by then; a step that succeeded is done again:",
                DemandWords.of(request.demand(), pages),
                "Rerun",
                address(ctx));
    }

    private void rerun(Context ctx) {
        RunRequest request = request(ctx, WebServer.caller(ctx).name());
        ctx.redirect("/runs/" + Pages.encoded(handed.begin(request, "rerun")), HttpStatus.SEE_OTHER);
    }

    private ConfirmView askMark(Context ctx, Shell shell) {
        AssetKey asset = finding.asset(Pages.text(ctx, "asset")).key();
        String state = state(ctx);
        String effect = state.equals(SUCCEEDED)
                ? "What reads it is done as if it were up to date; nothing is computed or published."
                : "What reads it is skipped; nothing is computed or published.";
        return ConfirmView.of(
                        shell,
                        "Mark the waiting steps of " + asset + " " + state + "?",
                        "They end at once, and the run goes on after them. " + effect
                                + " Steps that are over, or at work, stay as they are.",
                        List.of(),
                        "Mark " + state,
                        address(ctx))
                .askingFor("Why, for the audit log");
    }

    private void mark(Context ctx) {
        String run = finding.run(ctx.pathParam("run")).id();
        AssetKey asset = finding.asset(Pages.text(ctx, "asset")).key();
        String given = ctx.formParam("reason");
        String why = given == null ? "" : given.strip();
        if (why.isEmpty()) {
            throw HttpFailure.badRequest(
                    "Cannot mark the steps of '" + asset + "': no reason is given.",
                    "reason",
                    "Say why, for those who read the audit log.");
        }
        marks.mark(
                run, asset, state(ctx).equals(SUCCEEDED), WebServer.caller(ctx).name(), why);
        ctx.redirect(address(ctx), HttpStatus.SEE_OTHER);
    }

    private static String state(Context ctx) {
        String state = Pages.text(ctx, "state");
        if (!state.equals(SUCCEEDED) && !state.equals(FAILED)) {
            throw HttpFailure.badRequest(
                    "Invalid parameter 'state': '" + state + "'.",
                    "state",
                    "Steps can be marked '" + SUCCEEDED + "' or '" + FAILED + "'.");
        }
        return state;
    }

    private static String address(Context ctx) {
        return "/runs/" + Pages.encoded(ctx.pathParam("run"));
    }
}
