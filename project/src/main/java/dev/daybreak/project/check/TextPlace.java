package dev.daybreak.project.check;

import dev.daybreak.project.problem.Place;
import java.util.Objects;

/**
 * Where the text of an argument stands in a project file.
 *
 * @param place of its first character, or of what it is written in
 * @param isVerbatim whether its characters follow each other there, and its lines stand below each other; not so in a text
 *     with escapes or folded lines
 */
public record TextPlace(Place place, boolean isVerbatim) {
    public TextPlace {
        Objects.requireNonNull(place, "place");
    }

    /** The place of a position in the text, as near as can be told; the first line and column are 1. */
    public Place of(int line, int column) {
        return isVerbatim
                ? new Place(place.file(), place.line() + line - 1, Math.max(1, place.column()) + column - 1)
                : place;
    }
}
