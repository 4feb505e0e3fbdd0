package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.Settings;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Dashboards, whose tiles load on their own. Thread-safe. */
public final class DashboardArea implements Area {
    private static final String SECTION = "dashboards";
    private static final String PATH = "/dashboards";
    private static final String ONE = PATH + "/{dashboard}";

    private final List<Dashboard> dashboards;
    private final Settings settings;
    private final Tiles tiles;
    private final DashboardFile file;
    private final Supplier<Instant> clock;

    /** @param clock tells the time */
    public DashboardArea(
            List<Dashboard> dashboards,
            Settings settings,
            CachedQueries cached,
            QueryLimits limits,
            Supplier<Instant> clock) {
        this.dashboards = List.copyOf(dashboards);
        this.settings = settings;
        this.tiles = new Tiles(settings, cached, limits);
        this.file = new DashboardFile(settings, cached, limits);
        this.clock = clock;
    }

    @Override
    public List<Route> routes(Pages pages) {
        return List.of(
                pages.page(
                        PATH,
                        SECTION,
                        "dashboard/dashboards",
                        Role.VIEWER,
                        (ctx, shell) -> new DashboardsView(shell, dashboards)),
                pages.page(ONE, SECTION, "dashboard/dashboard", Role.VIEWER, this::dashboard),
                pages.part(
                        HandlerType.GET,
                        ONE + "/tiles/{tile}",
                        SECTION,
                        "dashboard/tile",
                        "dashboard/part",
                        Role.VIEWER,
                        this::tile),
                Route.of(HandlerType.GET, ONE + "/export", Role.VIEWER, this::export));
    }

    private DashboardView dashboard(Context ctx, Shell shell) {
        Dashboard dashboard = find(ctx.pathParam("dashboard"));
        Picked picked = Picked.of(dashboard, settings, shell.now(), ctx::queryParam);
        return new DashboardView(shell, dashboard, picked.texts(), picked.query());
    }

    private TileView tile(Context ctx, Shell shell) {
        Dashboard dashboard = find(ctx.pathParam("dashboard"));
        Tile tile = tile(dashboard, ctx.pathParam("tile"));
        Picked picked = Picked.of(dashboard, settings, shell.now(), ctx::queryParam);
        TileContent content;
        try {
            boolean isUnmasked = WebServer.caller(ctx).role().includes(Role.ADMIN);
            content = tiles.content(tile, picked, isUnmasked, shell.now());
        } catch (RuntimeException e) {
            HttpFailure failure = Failures.of(ctx, e);
            ctx.status(Pages.isForPart(ctx) ? 200 : failure.status());
            content = TileContent.failed(tile, String.valueOf(failure.getMessage()), failure.mend());
        }
        String back = PATH + "/" + Pages.encoded(dashboard.name()) + picked.query();
        return new TileView(shell, dashboard.title(), back, content);
    }

    private void export(Context ctx) {
        Dashboard dashboard = find(ctx.pathParam("dashboard"));
        String html = file.html(dashboard, ctx::queryParam, clock.get());
        ctx.header("Content-Disposition", "attachment; filename=\"" + dashboard.name() + ".html\"");
        ctx.header("Cache-Control", "no-store");
        ctx.html(html);
    }

    private Dashboard find(String name) {
        List<String> names = dashboards.stream().map(Dashboard::name).toList();
        return dashboards.stream()
                .filter(dashboard -> dashboard.name().equals(name))
                .findFirst()
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find dashboard '" + name + "'." + NearestName.hint(name, names),
                        PATH + " lists them; one with errors is left out, which 'daybreak validate' tells."));
    }

    private static Tile tile(Dashboard dashboard, String number) {
        int position = number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
        if (position < 1 || position > dashboard.tiles().size()) {
            throw HttpFailure.notFound(
                    "Cannot find tile '" + number + "': the dashboard has 1 to "
                            + dashboard.tiles().size() + ".",
                    "");
        }
        return dashboard.tiles().get(position - 1);
    }
}
