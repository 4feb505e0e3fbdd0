package dev.daybreak.server.pages.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be drawn: boxes from left to right, and lines between them. Equal sketches are drawn alike. Immutable.
 *
 * @param boxes in the order in which those beside each other stand, as far as the lines allow
 */
public record Sketch(List<Box> boxes, List<Line> lines) {
    /** How high a box without rows is. */
    public static final int HEAD = 44;
    /** How high a row of a box is. */
    public static final int ROW = 22;

    /** In a line: the box as a whole, rather than a row of it. */
    public static final int WHOLE = -1;

    /** @throws IllegalArgumentException if a line goes from or to what is not there, or two boxes have one id */
    public Sketch {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
        Set<String> ids = new HashSet<>();
        for (Box box : boxes) {
            if (!ids.add(box.id())) {
                throw new IllegalArgumentException("Two boxes " + box.id());
            }
        }
        for (Line line : lines) {
            if (!ids.contains(line.from()) || !ids.contains(line.to())) {
                throw new IllegalArgumentException("No box for " + line);
            }
        }
    }

    /**
     * @param group what it is drawn in, with others of that group; empty if in nothing
     * @param width without its lines, in pixels
     * @param rows how many rows it has below its head, each with lines of its own
     */
    public record Box(String id, String group, int width, int rows) {
        int height() {
            return HEAD + rows * ROW;
        }
    }

    /**
     * @param fromRow the row that it begins at, from 0, or {@link #WHOLE}
     * @param toRow likewise
     */
    public record Line(String from, int fromRow, String to, int toRow, boolean isDashed) {
        /** Between two boxes as a whole. */
        public static Line of(String from, String to) {
            return new Line(from, WHOLE, to, WHOLE, false);
        }
    }
}
