package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * What steps wait for outside.
 *
 * @param waiting steps that wait now
 * @param isCut whether more of them wait
 * @param sensors what assets look for before they begin
 */
public record SensorsView(Shell shell, List<Waiting> waiting, boolean isCut, List<Row> sensors) implements View {
    @Override
    public String title() {
        return "Sensors";
    }

    /**
     * A step that waits.
     *
     * @param words what for, and why it could not be looked if it could not
     * @param last when it was looked last; empty if it waits for a time
     */
    public record Waiting(
            String asset,
            String interval,
            String run,
            String words,
            Optional<Moment> since,
            int looks,
            Optional<Moment> last,
            Optional<Moment> next) {}

    /**
     * What an asset looks for.
     *
     * @param looks how often
     * @param outcome what became of the last step of the asset that is over
     */
    public record Row(
            String asset,
            String what,
            String looks,
            String timeout,
            Optional<Moment> ended,
            String outcome,
            String run) {}
}
