package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;

/** All dashboards. */
public record DashboardsView(Shell shell, List<Dashboard> dashboards) implements View {
    @Override
    public String title() {
        return "Dashboards";
    }
}
