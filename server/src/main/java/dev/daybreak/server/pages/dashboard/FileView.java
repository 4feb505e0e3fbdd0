package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.server.pages.Moment;
import java.util.List;
import java.util.Map;

/**
 * A dashboard as one file that needs no other.
 *
 * @param project its name
 * @param texts what was picked, by name
 * @param style of pages, own text
 * @param scripts that draw charts, own texts
 */
public record FileView(
        String project,
        Dashboard dashboard,
        Map<String, String> texts,
        Moment at,
        List<TileContent> tiles,
        String style,
        List<String> scripts) {}
