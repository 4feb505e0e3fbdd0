package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;

/**
 * One pipeline.
 *
 * @param file that it stands in
 * @param inputs whose update makes it run; empty unless that is its trigger
 * @param facts how it runs, by name
 * @param next when it is due, the first time first
 * @param runs newest first
 */
public record PipelineView(
        Shell shell,
        ScheduleRow row,
        String description,
        String owner,
        String file,
        List<String> selection,
        List<String> inputs,
        List<Named> facts,
        List<NextRow> next,
        List<RunRow> runs)
        implements View {
    @Override
    public String title() {
        return row.pipeline();
    }

    /** A value with its name. */
    public record Named(String name, String value) {}

    /** @param interval that the run covers */
    public record NextRow(Moment due, String interval) {}
}
