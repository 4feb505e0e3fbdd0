package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Map;

/**
 * A dashboard whose tiles load on their own.
 *
 * @param texts what is picked, by name; {@code start} and {@code end} among it if it is about time
 * @param query what an address of the same says after its path
 */
public record DashboardView(Shell shell, Dashboard dashboard, Map<String, String> texts, String query) implements View {
    @Override
    public String title() {
        return dashboard.title();
    }

    @Override
    public boolean hasCharts() {
        return true;
    }

    @Override
    public List<String> scripts() {
        return List.of("htmx.js");
    }
}
