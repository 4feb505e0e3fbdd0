package dev.daybreak.server.pages.graph;

import java.util.List;
import java.util.Map;

/**
 * A sketch with places: pixels from the left and from the top. Immutable.
 *
 * @param frames of the groups, by name
 * @param boxes by id
 */
public record Drawing(int width, int height, Map<String, Area> frames, Map<String, Area> boxes, List<Path> paths) {
    public Drawing {
        frames = Map.copyOf(frames);
        boxes = Map.copyOf(boxes);
        paths = List.copyOf(paths);
    }

    public record Area(int x, int y, int width, int height) {}

    /** @param way of a line, as SVG writes it */
    public record Path(Sketch.Line line, String way) {}
}
