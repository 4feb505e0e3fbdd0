package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * One asset.
 *
 * @param kind {@code source}, {@code table}, {@code view} or {@code model}
 * @param file where it is defined
 * @param sql its text; empty if it has none
 * @param promise by when it must be there; empty if nothing says so
 * @param strip its partitions
 * @param publications the latest, newest first
 * @param checks what the latest checks found, newest first
 */
public record AssetView(
        Shell shell,
        String asset,
        String kind,
        String description,
        String owner,
        List<String> tags,
        String file,
        String sql,
        String promise,
        List<String> inputs,
        List<String> readers,
        List<ColumnRow> columns,
        Strip strip,
        List<PublicationRow> publications,
        List<CheckRow> checks)
        implements View {
    @Override
    public String title() {
        return asset;
    }

    public record ColumnRow(String name, String type, boolean required, String description) {}

    /**
     * Partitions of some stretch of time, a cell for each day, or for each partition if they are longer.
     *
     * @param words what the stretch is
     * @param weeks columns of the strip
     * @param earlier the address of the stretch before; empty if nothing is there
     * @param later the one after
     * @param counts how many partitions stand how, in words
     */
    public record Strip(
            String words,
            List<Cell> cells,
            int weeks,
            int days,
            Optional<String> earlier,
            Optional<String> later,
            String counts) {}

    /**
     * @param state the worst of its partitions, a word of the legend
     * @param title what it is, and how it stands
     */
    public record Cell(int column, int row, String state, String title) {}

    public record PublicationRow(String interval, String run, String snapshot, long rows, Moment at, boolean undone) {}

    /** @param found what was seen, and how many rows did not fit */
    public record CheckRow(
            String expectation,
            String arguments,
            String interval,
            String severity,
            boolean success,
            String found,
            String run,
            Moment at) {}
}
