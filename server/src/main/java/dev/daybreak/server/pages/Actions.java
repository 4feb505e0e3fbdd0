package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.orchestration.run.HandedRuns;
import dev.daybreak.orchestration.run.Reruns;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What pages let people do. Each asks once, on a page that says what will happen. Thread-safe. */
final class Actions {
    private static final int MOST_ITEMS = 50;

    private final ServedProject served;
    private final Pages pages;
    private final Requests requests;
    private final HandedRuns handed;
    private final Reruns reruns;
    private final Listing listing;

    Actions(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.requests = new Requests(
                served.graph(), served.project().pipelines(), served.project().settings(), name -> "'" + name + "'");
        this.handed = new HandedRuns(served.store(), served.graph());
        this.reruns = new Reruns(
                served.graph(),
                new History(served.store()),
                served.project().settings().start());
        this.listing = new Listing(served.store());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(action("/runs/{run}/cancel", "runs", this::askCancel, this::cancel));
        routes.addAll(action("/runs/{run}/rerun", "runs", this::askRerun, this::rerun));
        routes.addAll(action("/assets/{asset}/materialize", "assets", this::askMaterialize, this::materialize));
        return routes;
    }

    private List<Route> action(String path, String section, BiFunction<Context, Shell, View> question, Handler deed) {
        return List.of(
                pages.page(path, section, "confirm", Role.OPERATOR, question),
                Route.of(HandlerType.POST, path, Role.OPERATOR, deed));
    }

    private ConfirmView askCancel(Context ctx, Shell shell) {
        String run = ctx.pathParam("run");
        String words = listing.run(run).map(found -> found.words()).orElse("");
        return new ConfirmView(
                shell,
                "Cancel run " + run + "?",
                "What is at work stops without publishing anything, and what waits is not done. What the run has published stays. It was asked for: "
                        + words,
                List.of(),
                0,
                "Cancel the run",
                "/runs/" + RunPages.encoded(run));
    }

    private void cancel(Context ctx) {
        String run = ctx.pathParam("run");
        served.queue().cancel(run, WebServer.caller(ctx).name());
        ctx.redirect("/runs/" + RunPages.encoded(run), HttpStatus.SEE_OTHER);
    }

    private ConfirmView askRerun(Context ctx, Shell shell) {
        String run = ctx.pathParam("run");
        RunRequest request = reruns.undone(run, shell.who());
        return confirm(
                shell,
                "Rerun what run " + run + " left undone?",
                "A new run does what of these is not up to date by then, with the definitions as the server read them at its start:",
                partitions(request.demand()),
                "Rerun",
                "/runs/" + RunPages.encoded(run));
    }

    private void rerun(Context ctx) {
        begin(ctx, reruns.undone(ctx.pathParam("run"), WebServer.caller(ctx).name()), "rerun");
    }

    private ConfirmView askMaterialize(Context ctx, Shell shell) {
        String asset = ctx.pathParam("asset");
        served.recover().run();
        PublishedState state = served.state().get();
        List<String> items = new Planner(served.graph())
                .plan(request(asset).demand(state), state).stream()
                        .filter(PlannedPartition::isToDo)
                        .map(found -> found.asset() + " for " + pages.words(found.interval()) + ": " + found.reason())
                        .toList();
        String words = items.isEmpty()
                ? "All of it is up to date; a run finds nothing to do."
                : "A run does these, and what then turns out to be stale of them:";
        return confirm(
                shell,
                "Bring " + asset + " and what it reads up to date?",
                words,
                items,
                "Bring up to date",
                "/assets/" + RunPages.encoded(asset));
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
        ctx.redirect("/runs/" + RunPages.encoded(handed.begin(request, action)), HttpStatus.SEE_OTHER);
    }

    private static ConfirmView confirm(
            Shell shell, String title, String words, List<String> items, String button, String back) {
        List<String> shown = items.stream().limit(MOST_ITEMS).toList();
        return new ConfirmView(shell, title, words, shown, items.size() - shown.size(), button, back);
    }

    private List<String> partitions(Demand demand) {
        SortedMap<AssetKey, List<DataInterval>> byAsset = new TreeMap<>();
        demand.assets().forEach(asset -> byAsset.put(asset, List.copyOf(demand.partitions(asset))));
        return byAsset.entrySet().stream().map(this::words).toList();
    }

    private String words(Map.Entry<AssetKey, List<DataInterval>> entry) {
        List<DataInterval> all = entry.getValue();
        String intervals = all.size() > 3
                ? Moment.count(all.size(), "partition") + ", from " + pages.words(all.get(0)) + " to "
                        + pages.words(all.get(all.size() - 1))
                : all.stream().map(pages::words).collect(Collectors.joining(", "));
        return entry.getKey() + " for " + intervals;
    }
}
