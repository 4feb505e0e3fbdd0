package dev.daybreak.server.pages;

import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The control room: pages for people. They are made on the server; a browser needs no script to read them. */
public final class PageRoutes implements Feature {
    /** Nothing but what comes from here is loaded or run, and no other site may frame a page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Pages pages;
    private final Staleness staleness;
    private final List<Route> routes;

    public PageRoutes(ServedProject served) {
        Templates templates = new Templates();
        this.pages = new Pages(served, templates);
        this.staleness = new Staleness(served);
        MorningPage morning = new MorningPage(served, pages, staleness);
        RunPages runs = new RunPages(served, pages);
        AssetPages assets = new AssetPages(served, pages, staleness);
        List<Route> all = new ArrayList<>(List.of(
                pages.page("/", "morning", "morning", (ctx, shell) -> morning.view(shell)),
                pages.page("/runs", "runs", "runs", runs::list),
                pages.page("/runs/{run}", "runs", "run", runs::run),
                pages.page("/attempts/{attempt}", "runs", "log", runs::log),
                pages.page("/assets", "assets", "assets", (ctx, shell) -> assets.list(shell)),
                pages.page("/assets/{asset}", "assets", "asset", assets::asset),
                file("daybreak.css", "text/css")));
        all.addAll(new Actions(served, pages).routes());
        all.addAll(new SignInPages(pages, templates).routes());
        this.routes = guarded(all);
    }

    private static List<Route> guarded(List<Route> routes) {
        List<Route> guarded = new ArrayList<>();
        for (Route route : routes) {
            guarded.add(new Route(route.method(), route.path(), route.guard(), ctx -> {
                protect(ctx);
                route.handler().handle(ctx);
            }));
        }
        return List.copyOf(guarded);
    }

    private static void protect(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("X-Frame-Options", "DENY");
    }

    private static Route file(String name, String type) {
        byte[] bytes = read(name);
        return Route.open(HandlerType.GET, "/static/" + name, ctx -> {
            ctx.header("Cache-Control", "max-age=300");
            ctx.contentType(type + "; charset=utf-8").result(bytes);
        });
    }

    private static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(PageRoutes.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    /** As a page, too; whoever is not known may sign in first. */
    @Override
    public void tell(Context ctx, Exception thrown) {
        HttpFailure failure = Failures.of(ctx, thrown);
        if (failure.status() == 401) {
            String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
            String to = HandlerType.GET.equals(ctx.method()) ? ctx.path() + query : "/";
            ctx.redirect(SignInPages.PATH + "?to=" + RunPages.encoded(to), HttpStatus.SEE_OTHER);
            return;
        }
        failure.headers().forEach(ctx::header);
        protect(ctx);
        ctx.header("Cache-Control", "no-store");
        ctx.status(failure.status())
                .html(pages.failure(new FailureView(
                        pages.shell(), failure.status(), String.valueOf(failure.getMessage()), failure.mend())));
    }

    @Override
    public void close() {
        staleness.close();
    }
}
