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
import java.util.function.BiFunction;

/** How pages are made and answered. Thread-safe. */
final class Pages {
    private final ServedProject served;
    private final Templates templates;

    Pages(ServedProject served, Templates templates) {
        this.served = served;
        this.templates = templates;
    }

    /**
     * A page that whoever may look may see.
     *
     * @param section the part of the navigation that it belongs to
     * @param view what its template takes, of a request and what stands around the page
     */
    Route page(String path, String section, String template, BiFunction<Context, Shell, Object> view) {
        return page(path, section, template, Role.VIEWER, view);
    }

    /** A page that those who have a role may see. */
    Route page(String path, String section, String template, Role role, BiFunction<Context, Shell, Object> view) {
        return Route.of(HandlerType.GET, path, role, ctx -> {
            Shell shell = shell(section, WebServer.caller(ctx), WebServer.isSignedIn(ctx));
            ctx.header("Cache-Control", "no-store");
            ctx.html(templates.html(template, view.apply(ctx, shell)));
        });
    }

    /** The page of a failure, for somebody who may not even be known. */
    String failure(FailureView view) {
        return templates.html("failure", view);
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
    Shell shell() {
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
