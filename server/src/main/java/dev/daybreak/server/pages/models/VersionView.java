package dev.daybreak.server.pages.models;

import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * One version of a model.
 *
 * @param production which version is in production
 * @param table that it was trained on
 * @param parts which rows it was trained, stopped and judged by
 * @param charts empty if nothing was kept to draw
 * @param obstacle why there is no manifest, or nothing to draw; empty if there is all
 */
public record VersionView(
        Shell shell,
        String model,
        VersionRow version,
        Optional<Integer> production,
        String table,
        List<Named> metrics,
        List<Named> facts,
        List<Part> parts,
        List<Named> parameters,
        List<Feature> features,
        List<Chart> charts,
        String obstacle)
        implements View {
    @Override
    public String title() {
        return model + " " + version.version();
    }

    @Override
    public boolean hasCharts() {
        return !charts.isEmpty();
    }

    /** A value with its name. */
    public record Named(String name, String value) {}

    /** A part of the rows. */
    public record Part(String name, String interval, int rows) {}

    /**
     * What the model reads of a row.
     *
     * @param categories that it knows; empty if it is no category
     * @param share in what all splits won; empty if that was not kept
     */
    public record Feature(String column, String kind, String type, String categories, String share) {}
}
