package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.Route;
import java.util.ArrayList;
import java.util.List;

/** When pipelines run, what they wait for, and the pools that bound them. */
public final class ScheduleArea implements Area {
    private static final String SECTION = "schedules";

    private final ServedProject served;

    public ScheduleArea(ServedProject served) {
        this.served = served;
    }

    @Override
    public List<Route> routes(Pages pages) {
        Finding finding = new Finding(served, "");
        SchedulePages schedules = new SchedulePages(served, finding, pages);
        CalendarPage calendar = new CalendarPage(served, pages);
        SensorPage sensors = new SensorPage(served, pages);
        PoolPage pools = new PoolPage(served, pages);
        ScheduleActions actions = new ScheduleActions(served, finding);
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.live("/schedules", SECTION, "schedules/schedules", (ctx, shell) -> schedules.list(shell)));
        routes.addAll(pages.live("/schedules/{pipeline}", SECTION, "schedules/pipeline", schedules::pipeline));
        routes.addAll(pages.live("/calendar", SECTION, "schedules/calendar", calendar::view));
        routes.addAll(pages.live("/sensors", SECTION, "schedules/sensors", (ctx, shell) -> sensors.view(shell)));
        routes.addAll(pages.live("/pools", SECTION, "schedules/pools", (ctx, shell) -> pools.view(shell)));
        routes.addAll(pages.action("/schedules/{pipeline}/pause", SECTION, actions::askPause, actions::pause));
        routes.addAll(pages.action("/schedules/{pipeline}/resume", SECTION, actions::askResume, actions::resume));
        routes.addAll(pages.action("/schedules/{pipeline}/run", SECTION, actions::askRun, actions::run));
        return routes;
    }
}
