package dev.daybreak.server.pages.runs;

import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.web.Route;
import java.util.ArrayList;
import java.util.List;

/** Runs, their steps, and the logs of their attempts. */
public final class RunArea {
    private RunArea() {}

    /** As an area has them. */
    public static List<Route> routes(ServedProject served, Pages pages) {
        RunsPage runs = new RunsPage(served);
        RunPage run = new RunPage(served, pages);
        LogPage log = new LogPage(served);
        List<Route> routes = new ArrayList<>();
        routes.addAll(pages.live("/runs", "runs", "runs", runs::view));
        routes.addAll(pages.live("/runs/{run}", "runs", "run", run::view));
        routes.addAll(pages.live("/attempts/{attempt}", "runs", "log", log::view));
        routes.addAll(new RunActions(served, pages).routes());
        return routes;
    }
}
