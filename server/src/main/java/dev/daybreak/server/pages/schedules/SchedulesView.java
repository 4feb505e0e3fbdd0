package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;

/** All pipelines. */
public record SchedulesView(Shell shell, List<ScheduleRow> pipelines) implements View {
    @Override
    public String title() {
        return "Schedules";
    }
}
