package dev.daybreak.sql.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A SQL text with table names and parameters filled in.
 *
 * @param text what an engine runs
 * @param original what the author wrote
 * @param segments the replaced stretches in order
 */
public record BoundSql(String text, String original, List<Segment> segments) {
    /** A stretch of the bound text [start, end) that stands for [originalStart, originalEnd) of the original. */
    public record Segment(int start, int end, int originalStart, int originalEnd) {}

    public BoundSql {
        segments = List.copyOf(segments);
    }

    /** The same as a part of a longer text; what stands before it counts as its first character. */
    public BoundSql within(String before, String after) {
        List<Segment> moved = new ArrayList<>();
        moved.add(new Segment(0, before.length(), 0, 0));
        for (Segment segment : segments) {
            moved.add(new Segment(
                    segment.start() + before.length(),
                    segment.end() + before.length(),
                    segment.originalStart(),
                    segment.originalEnd()));
        }
        return new BoundSql(before + text + after, original, moved);
    }

    /**
     * Where in the author's text a position of the bound text comes from; inside a replaced stretch, where that stretch begins.
     *
     * @param line the first is 1
     * @param column the first is 1
     */
    public Position original(int line, int column) {
        return Position.of(original, originalOffset(new Position(line, column).offset(text)));
    }

    /** The same with offsets. */
    public int originalOffset(int offset) {
        int shift = 0;
        for (Segment segment : segments) {
            if (offset < segment.start()) {
                break;
            }
            if (offset < segment.end()) {
                return segment.originalStart();
            }
            shift = segment.originalEnd() - segment.end();
        }
        return offset + shift;
    }
}
