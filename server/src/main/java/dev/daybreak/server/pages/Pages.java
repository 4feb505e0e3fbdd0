package dev.daybreak.server.pages;

import dev.daybreak.project.access.Role;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.LivePages.Content;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiFunction;

/** How pages are made and answered. Thread-safe. */
public final class Pages {
    private static final String LIVE = "/live";
    /** What htmx sends along. */
    private static final String PART = "HX-Request";

    private final ServedProject served;
    private final LivePages live;
    private final Staleness staleness;
    private final Templates templates = new Templates();

    Pages(ServedProject served, LivePages live, Staleness staleness) {
        this.served = served;
        this.live = live;
        this.staleness = staleness;
    }

    /**
     * A page that whoever may look may see, and that changes by itself while one looks. Its content is made once for all who look at it with the same
     * role, so what stands around the page does not say there who they are.
     *
     * @param section the part of the navigation that it belongs to
     * @param view what its template takes, of a request and what stands around the page
     */
    public List<Route> live(String path, String section, String template, BiFunction<Context, Shell, View> view) {
        return List.of(
                Route.of(HandlerType.GET, path, Role.VIEWER, ctx -> {
                    Shell shell = shell(section, WebServer.caller(ctx), WebServer.isSignedIn(ctx));
                    Content content = live.now(key(ctx, ctx.path()), () -> content(ctx, section, template, view));
                    answer(
                            ctx,
                            new LayoutView(
                                    shell,
                                    content.title(),
                                    content.html(),
                                    content.hasCharts(),
                                    content.scripts(),
                                    LIVE + LivePages.address(ctx, content)));
                }),
                Route.of(
                        HandlerType.GET,
                        LIVE + path,
                        Role.VIEWER,
                        ctx -> live.open(
                                ctx,
                                key(ctx, ctx.path().substring(LIVE.length())),
                                () -> content(ctx, section, template, view))));
    }

    /** Whoever has the same role sees the same. */
    private static String key(Context ctx, String path) {
        return WebServer.caller(ctx).role() + " " + path + "?" + LivePages.query(ctx);
    }

    /** It may be shown to others of the same role, so it does not say who looks. */
    private Content content(Context ctx, String section, String template, BiFunction<Context, Shell, View> view) {
        Caller anybody = new Caller("", WebServer.caller(ctx).role());
        Shell shell = shell(section, anybody, false);
        View made = view.apply(ctx, shell);
        return new Content(made.title(), made.hasCharts(), made.scripts(), html(template, made, shell));
    }

    /** A page that those who have a role may see. */
    public Route page(String path, String section, String template, Role role, BiFunction<Context, Shell, View> view) {
        return Route.of(HandlerType.GET, path, role, ctx -> {
            Shell shell = shell(section, WebServer.caller(ctx), WebServer.isSignedIn(ctx));
            whole(ctx, template, view.apply(ctx, shell), shell);
        });
    }

    /** A page that does not change by itself. */
    private void whole(Context ctx, String template, View view, Shell shell) {
        String content = html(template, view, shell);
        answer(ctx, new LayoutView(shell, view.title(), content, view.hasCharts(), view.scripts(), ""));
    }

    /** A part of a page that its scripts ask for; whoever may look may see it. */
    public Route fragment(String path, String template, BiFunction<Context, Shell, View> view) {
        return Route.of(HandlerType.GET, path, Role.VIEWER, ctx -> {
            Shell shell = shell("", WebServer.caller(ctx), WebServer.isSignedIn(ctx));
            ctx.header("Cache-Control", "no-store");
            ctx.html(templates.html(template, view.apply(ctx, shell)));
        });
    }

    /**
     * Something that whoever may operate can do, and is asked once whether it shall be done. What the address asks for after a question mark comes
     * again when it is to be done.
     *
     * @param question what will happen
     * @param deed does it, and redirects to where it is seen
     */
    public List<Route> action(String path, String section, BiFunction<Context, Shell, View> question, Handler deed) {
        return List.of(
                page(path, section, "confirm", Role.OPERATOR, question),
                Route.of(HandlerType.POST, path, Role.OPERATOR, deed));
    }

    /**
     * A page of which a script may ask for a part alone, to put it into another page.
     *
     * @param part the template of that part, which takes the same
     */
    public Route part(
            HandlerType method,
            String path,
            String section,
            String template,
            String part,
            Role role,
            BiFunction<Context, Shell, View> view) {
        return Route.of(method, path, role, ctx -> {
            Shell shell = shell(section, WebServer.caller(ctx), WebServer.isSignedIn(ctx));
            View made = view.apply(ctx, shell);
            ctx.header("Vary", PART);
            if (isForPart(ctx)) {
                ctx.header("Cache-Control", "no-store");
                ctx.html(templates.html(part, made));
            } else {
                whole(ctx, template, made, shell);
            }
        });
    }

    /** Whether a script asks, which wants no more than a part of a page. */
    public static boolean isForPart(Context ctx) {
        return ctx.header(PART) != null;
    }

    /** Below what everybody who may look is to know of the project's files. */
    private String html(String template, View view, Shell shell) {
        DefinitionsView definitions = DefinitionsView.of(served.definitions().get(), shell);
        return templates.html("definitions", definitions) + templates.html(template, view);
    }

    /** A page for somebody who may not even be known. */
    void answer(Context ctx, String template, View view) {
        answer(ctx, new LayoutView(shell(), view.title(), templates.html(template, view), false, view.scripts(), ""));
    }

    /**
     * Leads a browser on by a page of this server. A cookie that is strict is not sent with what another site began, redirects of it included, but it is
     * with this.
     *
     * @param to an address of this server
     */
    void goOn(Context ctx, String to) {
        ctx.header("Refresh", "0; url=" + to);
        answer(ctx, "goon", new GoOnView(to));
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

    /** What is missing or stale, as far as it is known. */
    public Staleness staleness() {
        return staleness;
    }

    /** In the project's zone. */
    public String words(DataInterval interval) {
        return IntervalText.of(interval, zone());
    }

    /** What a parameter of the address says; empty if it is not there. */
    public static String text(Context ctx, String parameter) {
        String text = ctx.queryParam(parameter);
        return text == null ? "" : text;
    }

    /** The reason that somebody gave on a page that asked for one. */
    public static String reason(Context ctx) {
        String reason = ctx.formParam("reason");
        if (reason == null || reason.isBlank()) {
            throw HttpFailure.badRequest("Missing reason.", "reason", "Go back, and say why, for the others.");
        }
        return reason.strip();
    }

    /** As a part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
