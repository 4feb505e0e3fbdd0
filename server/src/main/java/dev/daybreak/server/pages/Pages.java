package dev.daybreak.server.pages;

import dev.daybreak.project.access.Role;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiFunction;

/** How pages are made and answered. Thread-safe. */
final class Pages {
    private static final String LIVE = "/live";

    private final ServedProject served;
    private final LivePages live;
    private final Templates templates = new Templates();

    Pages(ServedProject served, LivePages live) {
        this.served = served;
        this.live = live;
    }

    /**
     * A page that whoever may look may see, and that changes by itself while one looks.
     *
     * @param section the part of the navigation that it belongs to
     * @param view what its template takes, of a request and what stands around the page
     */
    List<Route> live(String path, String section, String template, BiFunction<Context, Shell, View> view) {
        return List.of(
                page(path, section, template, Role.VIEWER, view, true),
                Route.of(HandlerType.GET, LIVE + path, Role.VIEWER, ctx -> {
                    Caller caller = WebServer.caller(ctx);
                    boolean isSignedIn = WebServer.isSignedIn(ctx);
                    live.open(ctx, () -> templates.html(template, view.apply(ctx, shell(section, caller, isSignedIn))));
                }));
    }

    /** A page that those who have a role may see. */
    Route page(String path, String section, String template, Role role, BiFunction<Context, Shell, View> view) {
        return page(path, section, template, role, view, false);
    }

    private Route page(
            String path,
            String section,
            String template,
            Role role,
            BiFunction<Context, Shell, View> view,
            boolean isLive) {
        return Route.of(HandlerType.GET, path, role, ctx -> {
            Shell shell = shell(section, WebServer.caller(ctx), WebServer.isSignedIn(ctx));
            View made = view.apply(ctx, shell);
            String content = templates.html(template, made);
            String stream = isLive ? LIVE + LivePages.address(ctx, content) : "";
            answer(ctx, new LayoutView(shell, made.title(), content, stream));
        });
    }

    /** A page for somebody who may not even be known. */
    void answer(Context ctx, String template, View view) {
        answer(ctx, new LayoutView(shell(), view.title(), templates.html(template, view), ""));
    }

    private void answer(Context ctx, LayoutView page) {
        ctx.header("Cache-Control", "no-store");
        ctx.html(templates.html("layout", page));
    }

    private Shell shell(String section, Caller caller, boolean isSignedIn) {
        return new Shell(
                served.project().settings().name(),
                section,
                caller.name(),
                isSignedIn,
                caller.role().includes(Role.OPERATOR),
                zone(),
                now());
    }

    /** What stands around a page that nobody is known to look at. */
    private Shell shell() {
        return new Shell(served.project().settings().name(), "", "", false, false, zone(), Instant.now());
    }

    private ZoneId zone() {
        return served.project().settings().zone();
    }

    private Instant now() {
        return served.store().now();
    }

    String words(DataInterval interval) {
        return IntervalText.of(interval, zone());
    }
}
