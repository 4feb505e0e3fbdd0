package dev.daybreak.server;

import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.metrics.MetricsRoutes;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.PageRoutes;
import dev.daybreak.server.pages.backfills.BackfillArea;
import dev.daybreak.server.pages.endpoints.EndpointArea;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.lineage.LineagePage;
import dev.daybreak.server.pages.models.ModelArea;
import dev.daybreak.server.pages.runs.RunArea;
import dev.daybreak.server.pages.schedules.ScheduleArea;
import dev.daybreak.server.pages.search.SearchPages;
import dev.daybreak.server.prediction.PredictionRoutes;
import java.util.ArrayList;
import java.util.List;

/** All pages for people. */
public final class ControlRoom {
    private ControlRoom() {}

    /**
     * For a server to answer and close.
     *
     * @param predictions what answers requests for predictions, of which the metrics are told
     * @param more pages that read the lake
     */
    public static PageRoutes of(
            ServedProject served, PredictionRoutes predictions, MetricsRoutes metrics, List<Area> more) {
        Drawings.warmUp();
        List<Area> areas = new ArrayList<>(List.of(
                pages -> LineagePage.routes(served, pages),
                pages -> RunArea.routes(served, pages),
                pages -> new SearchPages(served, pages).routes(),
                new ModelArea(served),
                new EndpointArea(served, predictions, metrics.predictions()),
                new BackfillArea(served),
                new ScheduleArea(served)));
        areas.addAll(more);
        return new PageRoutes(served, areas);
    }
}
