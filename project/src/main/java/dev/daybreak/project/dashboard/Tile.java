package dev.daybreak.project.dashboard;

import dev.daybreak.project.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one SELECT yields, and how it is shown.
 *
 * @param description for people; empty if there is none
 * @param sql the author's text, with {@code :parameters} in it
 * @param text where it stands
 * @param x the column along the axis below, or of the cells of a heat map across; empty: the first
 * @param y the columns with values; empty: all numbers that are not used otherwise
 * @param series the column whose values are a line or a colour each, or the rows of a heat map; empty: none, or the second of a heat map
 * @param width 1 to {@value #WIDEST} twelfths of the page
 */
public record Tile(
        String title,
        String description,
        String sql,
        Text text,
        Kind kind,
        Optional<String> x,
        List<String> y,
        Optional<String> series,
        int width) {
    public static final int WIDEST = 12;

    /** How rows are shown. */
    public enum Kind {
        LINE,
        AREA,
        BAR,
        SCATTER,
        /** Rows as they come. */
        TABLE,
        /** The first value of the first row. */
        NUMBER,
        HEATMAP
    }

    /**
     * Where a text stands in its file.
     *
     * @param place its first character, or the value that holds it
     * @param isVerbatim whether the file has it character by character, all its lines beginning in one column
     */
    public record Text(Place place, boolean isVerbatim) {
        /**
         * Where a position of the text is in the file, as well as that can be told.
         *
         * @param line the first is 1
         * @param column the first is 1
         */
        public Place of(int line, int column) {
            return isVerbatim ? new Place(place.file(), place.line() + line - 1, place.column() + column - 1) : place;
        }
    }

    public Tile {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(series, "series");
        y = List.copyOf(y);
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("Invalid width " + width + ": permitted are 1 to " + WIDEST);
        }
    }

    /** The columns that it names, in no order. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(y);
        x.ifPresent(columns::add);
        series.ifPresent(columns::add);
        return List.copyOf(columns);
    }
}
