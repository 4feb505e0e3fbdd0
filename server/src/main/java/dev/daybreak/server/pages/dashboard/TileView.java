package dev.daybreak.server.pages.dashboard;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;

/**
 * One tile of a dashboard.
 *
 * @param back the address of the dashboard
 */
public record TileView(Shell shell, String dashboard, String back, TileContent content) implements View {
    @Override
    public String title() {
        return content.tile().title();
    }

    @Override
    public boolean hasCharts() {
        return true;
    }
}
