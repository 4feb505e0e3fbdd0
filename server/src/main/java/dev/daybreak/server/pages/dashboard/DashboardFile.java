package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.Settings;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.PageRoutes;
import dev.daybreak.server.pages.Templates;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.server.web.HttpFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Makes a dashboard into one HTML file with all that it shows, for people who cannot reach the server: it has no links to anything outside of it. What
 * tells of a person is masked, whoever makes it, since nobody knows who reads it. Thread-safe.
 */
public final class DashboardFile {
    private final Settings settings;
    private final Tiles tiles;
    private final Templates templates = new Templates();

    public DashboardFile(Settings settings, CachedQueries cached, QueryLimits limits) {
        this.settings = settings;
        this.tiles = new Tiles(settings, cached, limits);
    }

    /**
     * The file's text. A tile whose query fails says why.
     *
     * @param said what is picked, by name; null if nothing is said
     * @throws DaybreakException {@code WRONG_USE} if what is picked does not fit
     */
    public String html(Dashboard dashboard, UnaryOperator<String> said, Instant now) {
        Picked picked = Picked.of(dashboard, settings, now, said);
        List<TileContent> contents = new ArrayList<>();
        for (Tile tile : dashboard.tiles()) {
            contents.add(content(tile, picked, now));
        }
        return templates.html(
                "dashboard/file",
                new FileView(
                        settings.name(),
                        dashboard,
                        picked.texts(),
                        Moment.of(now, now, settings.zone()),
                        contents,
                        text("/dev/daybreak/server/pages/daybreak.css"),
                        List.of(text(PageRoutes.ECHARTS), text("/dev/daybreak/server/pages/charts.js"))));
    }

    private TileContent content(Tile tile, Picked picked, Instant now) {
        try {
            return tiles.content(tile, picked, false, now);
        } catch (DaybreakException e) {
            return TileContent.failed(tile, e.getMessage(), e.mend());
        } catch (HttpFailure e) {
            return TileContent.failed(tile, e.getMessage(), e.mend());
        }
    }

    private static String text(String resource) {
        try (InputStream file = Objects.requireNonNull(DashboardFile.class.getResourceAsStream(resource), resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
