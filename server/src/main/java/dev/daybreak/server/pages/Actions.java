package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.HandedRuns;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;

/** What pages let people do. Each asks once, on a page that says what will happen. Thread-safe. */
final class Actions {
    private final ServedProject served;
    private final Pages pages;
    private final Requests requests;
    private final HandedRuns handed;
    private final Reruns reruns;
    private final Listing listing;

    Actions(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.requests = served.requests();
        this.handed = new HandedRuns(served.store(), served.graph());
        this.reruns = new Reruns(
                served.graph(),
                new History(served.store()),
                served.project().settings().start());
        this.listing = new Listing(served.store());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.action("/runs/{run}/cancel", "runs", this::askCancel, this::cancel));
        routes.addAll(pages.action("/runs/{run}/rerun", "runs", this::askRerun, this::rerun));
        routes.addAll(pages.action("/assets/{asset}/materialize", "assets", this::askMaterialize, this::materialize));
        return routes;
    }

    private ConfirmView askCancel(Context ctx, Shell shell) {
        String run = ctx.pathParam("run");
        String words = listing.run(run).map(found -> found.words()).orElse("");
        return ConfirmView.of(
                shell,
                "Cancel run " + run + "?",
                "What is at work stops without publishing anything, and what waits is not done. What the run has published stays. It was asked for: "
                        + words,
                List.of(),
                "Cancel the run",
                "/runs/" + Pages.encoded(run));
    }

    private void cancel(Context ctx) {
        String run = ctx.pathParam("run");
        served.queue().cancel(run, WebServer.caller(ctx).name());
        ctx.redirect("/runs/" + Pages.encoded(run), HttpStatus.SEE_OTHER);
    }

    private ConfirmView askRerun(Context ctx, Shell shell) {
        String run = ctx.pathParam("run");
        RunRequest request = reruns.undone(run, shell.who());
        return ConfirmView.of(
                shell,
                "Rerun what run " + run + " left undone?",
                "A new run does what of these is not up to date by then, by the definitions that are in use then:",
                DemandWords.of(request.demand(), pages),
                "Rerun",
                "/runs/" + Pages.encoded(run));
    }

    private void rerun(Context ctx) {
        begin(ctx, reruns.undone(ctx.pathParam("run"), WebServer.caller(ctx).name()), "rerun");
    }

    private ConfirmView askMaterialize(Context ctx, Shell shell) {
        String asset = ctx.pathParam("asset");
        served.recover().run();
        PublishedState state = served.state().get();
        List<String> items = DemandWords.ofPlanned(
                new Planner(served.graph())
                        .plan(request(asset).demand(state), state).stream()
                                .filter(PlannedPartition::isToDo)
                                .toList(),
                pages);
        String words = items.isEmpty()
                ? "All of it is up to date; a run finds nothing to do."
                : "A run does these, and what then turns out to be stale of them:";
        return ConfirmView.of(
                shell,
                "Bring " + asset + " and what it reads up to date?",
                words,
                items,
                "Bring up to date",
                "/assets/" + Pages.encoded(asset));
    }

    private void materialize(Context ctx) {
        Request request = request(ctx.pathParam("asset"));
        served.recover().run();
        Demand demand = request.demand(served.state().get());
        begin(
                ctx,
                new RunRequest(
                        RunRequest.Kind.RUN, demand, WebServer.caller(ctx).name(), request.words()),
                "trigger");
    }

    /** With what it reads, which may have to come first. */
    private Request request(String asset) {
        return requests.ofRange(List.of("+" + asset), null, null);
    }

    private void begin(Context ctx, RunRequest request, String action) {
        ctx.redirect("/runs/" + Pages.encoded(handed.begin(request, action)), HttpStatus.SEE_OTHER);
    }
}
