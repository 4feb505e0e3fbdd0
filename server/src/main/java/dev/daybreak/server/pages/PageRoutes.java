package dev.daybreak.server.pages;

import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;

/** The control room: pages for people. They are made on the server; a browser needs scripts only to see what changes meanwhile. */
public final class PageRoutes implements Feature {
    /** Nothing but what comes from here is loaded or run, and no other site may frame a page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final String SCRIPT = "text/javascript";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    /** Where in all jars what draws charts is. */
    public static final String ECHARTS = WEBJARS + "echarts/5.3.1/dist/echarts.common.min.js";

    private final LivePages live = new LivePages();
    private final Pages pages;
    private final Staleness staleness;
    private final AssetPage asset;
    private final List<Route> routes;

    /** @param areas more pages, each of a package of its own */
    public PageRoutes(ServedProject served, List<Area> areas) {
        this.staleness = new Staleness(served);
        this.pages = new Pages(served, live, staleness);
        MorningPage morning = new MorningPage(served, pages, staleness);
        AssetsPage assets = new AssetsPage(served, staleness);
        this.asset = new AssetPage(served, pages, staleness);
        List<Route> all = new ArrayList<>();
        all.addAll(pages.live("/", "morning", "morning", (ctx, shell) -> morning.view(shell)));
        all.addAll(pages.live("/assets", "assets", "assets", (ctx, shell) -> assets.view(shell)));
        all.addAll(pages.live("/assets/{asset}", "assets", "asset", asset::view));
        all.addAll(new BackfillPages(served, pages).routes());
        all.addAll(new RollbackPages(served, pages).routes());
        all.addAll(pages.live("/checks", "checks", "checks/list", new ChecksPage(served, pages)::view));
        all.addAll(new Actions(served, pages).routes());
        all.addAll(new SignInPages(pages, served.project().settings().admission()).routes());
        areas.forEach(area -> all.addAll(area.routes(pages)));
        all.add(file("daybreak.css", "text/css", "daybreak.css"));
        all.add(file("daybreak.js", SCRIPT, "daybreak.js"));
        all.add(file("palette.js", SCRIPT, "palette.js"));
        all.add(file("range.js", SCRIPT, "range.js"));
        all.add(file("htmx.js", SCRIPT, WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"));
        all.add(file("charts.js", SCRIPT, "charts.js"));
        all.add(file("console.js", SCRIPT, "console.js"));
        all.add(file("echarts.js", SCRIPT, ECHARTS));
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
        StaticFile file = StaticFile.of(resource, type);
        return Route.open(HandlerType.GET, "/static/" + name, file::answer);
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
            if (ctx.header("HX-Request") != null) {
                // A part of a page cannot ask; the page goes there.
                ctx.header("HX-Redirect", SignInPages.PATH).status(HttpStatus.UNAUTHORIZED);
                return;
            }
            boolean isLook = HandlerType.GET.equals(ctx.method());
            String to = isLook ? ctx.path() + query : "/";
            if (isLook && "cross-site".equals(ctx.header("Sec-Fetch-Site"))) {
                // By a link of another site: who has signed in is known again when this server asks for the same.
                protect(ctx);
                pages.goOn(ctx, to);
                return;
            }
            ctx.redirect(SignInPages.PATH + "?to=" + Pages.encoded(to), HttpStatus.SEE_OTHER);
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
        asset.close();
        staleness.close();
    }
}
