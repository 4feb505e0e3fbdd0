package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * One asset.
 *
 * @param strip its partitions
 * @param failures that nothing has mended since, newest first
 * @param checks each with its latest outcomes
 * @param publications the latest, newest first
 * @param isReading whether what the lake tells is not read yet
 * @param problem why the lake can tell nothing; empty if it can
 * @param files of its table; empty if it has none
 * @param snapshots of its table, the latest made first
 * @param mayBePutBack whether its table may be put to another snapshot
 * @param sql empty if it has no text
 */
public record AssetView(
        Shell shell,
        About about,
        Strip strip,
        List<FailureRow> failures,
        List<Chart> charts,
        List<ColumnRow> columns,
        List<CheckRow> checks,
        List<PublicationRow> publications,
        boolean isReading,
        String problem,
        Optional<FileSection> files,
        List<SnapshotRow> snapshots,
        boolean mayBePutBack,
        Optional<SqlSection> sql)
        implements View {
    @Override
    public String title() {
        return about.asset();
    }

    @Override
    public boolean hasCharts() {
        return true;
    }

    @Override
    public List<String> scripts() {
        return List.of("range.js");
    }

    public String asset() {
        return about.asset();
    }

    /** Whether it may have rows, files and snapshots. */
    public boolean hasTable() {
        return !isModel() && !about.kind().equals("step");
    }

    public boolean isModel() {
        return about.kind().equals("model");
    }

    /** Its name without the namespace. */
    public String name() {
        return about.asset().substring(about.namespace().length() + 1);
    }

    /**
     * What its file says.
     *
     * @param kind {@code source}, {@code table}, {@code view} or {@code model}
     * @param file where it is defined
     * @param every how long its partitions are; empty if it is not cut along time
     * @param promise by when it must be there; empty if nothing says so
     */
    public record About(
            String asset,
            String kind,
            String description,
            String namespace,
            String owner,
            String domain,
            List<String> tags,
            String file,
            String every,
            String promise,
            List<String> inputs,
            List<String> readers) {}

    public boolean hasColumnTags() {
        return columns.stream().anyMatch(column -> !column.tags().isEmpty());
    }

    /** @param tags {@code pii} among them: it tells of a person */
    public record ColumnRow(String name, String type, boolean required, List<String> tags, String description) {
        public ColumnRow {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Partitions of some stretch of time, a cell for each day, or for each partition if they are longer.
     *
     * @param words what the stretch is
     * @param weeks columns of the strip
     * @param months where months begin
     * @param earlier the address of the stretch before; empty if nothing is there
     * @param later the one after
     * @param counts how many partitions stand how, in words
     */
    public record Strip(
            String words,
            List<Cell> cells,
            int weeks,
            int days,
            List<Month> months,
            Optional<String> earlier,
            Optional<String> later,
            String counts) {}

    /** @param column of the strip in which it begins */
    public record Month(int column, String name) {}

    /**
     * @param state the worst of its partitions, a word of the legend
     * @param from the date of the first moment of its partitions
     * @param until the date after their last
     * @param title what it is, and how it stands
     */
    public record Cell(int column, int row, String state, String from, String until, String title) {}

    public record PublicationRow(String interval, String run, String snapshot, long rows, Moment at, boolean undone) {}

    /**
     * @param outcome the last
     * @param interval that it was about
     * @param counts of the outcomes that are shown, in words
     * @param unfit the newest partition that did not fit; empty if all did
     */
    public record CheckRow(
            String expectation,
            String arguments,
            String outcome,
            String interval,
            Moment at,
            OutcomeStrip strip,
            String counts,
            String unfit) {}

    /**
     * Files of a table's newest snapshot.
     *
     * @param deletes how many delete files there are
     * @param parts the largest partitions
     * @param count how many partitions there are
     */
    public record FileSection(String snapshot, FilePart all, int deletes, List<FilePart> parts, int count) {}

    public record FilePart(
            String name, int files, long rows, String bytes, String smallest, String average, String largest) {}

    /**
     * @param rows in all of the table; empty if that is not told
     * @param standing whether readers see it
     * @param verb what puts the table to it; empty if it is there
     */
    public record SnapshotRow(
            String snapshot, Moment made, String operation, String run, String rows, String standing, String verb) {}

    /**
     * @param written by its author
     * @param interval of the newest partition, in words; empty if there is one for all data
     * @param compiled what runs for it; empty if it cannot be told
     * @param why it cannot be told
     */
    public record SqlSection(String written, String interval, String compiled, String why) {}
}
