package dev.daybreak.server.pages.models;

import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * One model.
 *
 * @param asset its address among assets; empty if the project has it no more
 * @param production empty if no version is
 * @param before what a rollback puts back; empty if there is none
 * @param versions newest first
 * @param older before which version the next page goes on; empty on the last
 * @param history of the most telling metric; empty for less than two versions
 * @param compared empty if none are to be compared
 * @param moves the promotion log, newest first
 */
public record ModelView(
        Shell shell,
        String model,
        String description,
        Optional<String> asset,
        Optional<VersionRow> production,
        Optional<Integer> before,
        List<VersionRow> versions,
        Optional<Integer> older,
        Optional<Chart> history,
        Optional<Compared> compared,
        List<Move> moves)
        implements View {
    @Override
    public String title() {
        return model;
    }

    @Override
    public boolean hasCharts() {
        return history.isPresent() || compared.isPresent();
    }

    /**
     * Versions side by side.
     *
     * @param without which of them have nothing that could be drawn, and why
     */
    public record Compared(
            List<VersionRow> versions, List<Row> metrics, List<Row> facts, List<Chart> charts, List<String> without) {
        public boolean has(int version) {
            return versions.stream().anyMatch(row -> row.version() == version);
        }
    }

    /**
     * A figure of all versions that are compared.
     *
     * @param values one for each
     * @param verdict whether they differ, in a word
     */
    public record Row(String name, List<String> values, String verdict) {}

    /**
     * @param from empty for the first
     * @param run that made it; empty if somebody did
     */
    public record Move(Moment at, String what, String from, int to, String who, Optional<String> run, String why) {}
}
