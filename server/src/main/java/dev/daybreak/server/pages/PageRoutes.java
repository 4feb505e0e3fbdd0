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

/** The control room: pages for people. They are made on the server; a browser needs scripts only to see what changes meanwhile. */
public final class PageRoutes implements Feature {
    /** Nothing but what comes from here is loaded or run, and no other site may frame a page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final String SCRIPT = "text/javascript";
    private static final String WEBJARS = "/META-INF/resources/webjars/";

    private final LivePages live = new LivePages();
    private final Pages pages;
    private final Staleness staleness;
    private final List<Route> routes;

    public PageRoutes(ServedProject served) {
        this.pages = new Pages(served, live);
        this.staleness = new Staleness(served);
        MorningPage morning = new MorningPage(served, pages, staleness);
        RunPages runs = new RunPages(served, pages);
        AssetPages assets = new AssetPages(served, pages, staleness);
        List<Route> all = new ArrayList<>();
        all.addAll(pages.live("/", "morning", "morning", (ctx, shell) -> morning.view(shell)));
        all.addAll(pages.live("/runs", "runs", "runs", runs::list));
        all.addAll(pages.live("/runs/{run}", "runs", "run", runs::run));
        all.addAll(pages.live("/attempts/{attempt}", "runs", "log", runs::log));
        all.addAll(pages.live("/assets", "assets", "assets", (ctx, shell) -> assets.list(shell)));
        all.addAll(pages.live("/assets/{asset}", "assets", "asset", assets::asset));
        all.addAll(new Actions(served, pages).routes());
        all.addAll(new SignInPages(pages).routes());
        all.add(file("daybreak.css", "text/css", "daybreak.css"));
        all.add(file("daybreak.js", SCRIPT, "daybreak.js"));
        all.add(file("htmx.js", SCRIPT, WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"));
        all.add(file("sse.js", SCRIPT, WEBJARS + "htmx-ext-sse/2.2.2/sse.js"));
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

    private static Route file(String name, String type, String resource) {
        byte[] bytes = read(resource);
        return Route.open(HandlerType.GET, "/static/" + name, ctx -> {
            ctx.header("Cache-Control", "max-age=300");
            ctx.contentType(type + "; charset=utf-8").result(bytes);
        });
    }

    private static byte[] read(String resource) {
        try (InputStream file = Objects.requireNonNull(PageRoutes.class.getResourceAsStream(resource), resource)) {
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
        ctx.status(failure.status());
        pages.answer(
                ctx,
                "failure",
                new FailureView(failure.status(), String.valueOf(failure.getMessage()), failure.mend()));
    }

    @Override
    public void stopping() {
        live.close();
    }

    @Override
    public void close() {
        live.close();
        staleness.close();
    }
}
