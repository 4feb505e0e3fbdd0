package dev.daybreak.server.pages.graph;

import dev.daybreak.server.pages.graph.Drawing.Area;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A drawing as the template {@code graph} shows it. A list beside it must say the same in words.
 *
 * @param label what it is a drawing of
 */
public record GraphView(String label, int width, int height, List<Frame> frames, List<Node> nodes, List<Edge> edges) {
    /** How wide a letter of a head is, about, in pixels. */
    private static final double LETTER = 7.4;

    private static final double SMALL_LETTER = 6.4;
    private static final int SIDES = 28;
    private static final int NARROWEST = 176;
    private static final int WIDEST = 250;

    /** What a box says and leads to.
     *
     * @param name in its head
     * @param words below that
     * @param state one of the styles of states
     * @param href where it leads
     * @param isMarked whether it is what was looked for
     */
    public record Face(String name, String words, String state, String href, boolean isMarked, List<RowFace> rows) {
        public Face {
            rows = List.copyOf(rows);
        }
    }

    /** What a row of a box says and leads to. */
    public record RowFace(String name, String href, boolean isMarked) {}

    public record Frame(String name, Area area) {}

    /** @param title all that it says */
    public record Node(
            Area area,
            String name,
            String words,
            String title,
            String state,
            String href,
            boolean isMarked,
            List<Row> rows) {}

    /** @param y of its upper side */
    public record Row(int y, String name, String title, String href, boolean isMarked) {}

    public record Edge(String way, boolean isDashed) {}

    public GraphView {
        frames = List.copyOf(frames);
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** @param face of each box of the sketch, by its id */
    public static GraphView of(String label, Sketch sketch, Drawing drawing, Function<String, Face> face) {
        List<Frame> frames = drawing.frames().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Frame(entry.getKey(), entry.getValue()))
                .toList();
        List<Node> nodes = sketch.boxes().stream()
                .map(box -> node(drawing.boxes().get(box.id()), face.apply(box.id())))
                .toList();
        List<Edge> edges = drawing.paths().stream()
                .map(path -> new Edge(path.way(), path.line().isDashed()))
                // What is drawn last lies above.
                .sorted(Comparator.comparing(Edge::isDashed).reversed())
                .toList();
        return new GraphView(label, drawing.width(), drawing.height(), frames, nodes, edges);
    }

    private static Node node(Area area, Face face) {
        int letters = letters(area.width(), LETTER);
        List<Row> rows = new ArrayList<>();
        for (RowFace row : face.rows()) {
            int y = area.y() + Sketch.HEAD + rows.size() * Sketch.ROW;
            rows.add(new Row(
                    y,
                    shortened(row.name(), letters(area.width(), SMALL_LETTER)),
                    row.name(),
                    row.href(),
                    row.isMarked()));
        }
        return new Node(
                area,
                shortened(face.name(), letters),
                shortened(face.words(), letters(area.width(), SMALL_LETTER)),
                face.name() + (face.words().isEmpty() ? "" : ", " + face.words()),
                face.state(),
                face.href(),
                face.isMarked(),
                rows);
    }

    /** How wide a box is in which a text stands, which may be shortened. */
    public static int width(String text) {
        return (int) Math.max(NARROWEST, Math.min(WIDEST, text.length() * LETTER + SIDES));
    }

    private static int letters(int width, double letter) {
        return (int) ((width - SIDES) / letter);
    }

    /** In its middle, since names often differ at their ends only. */
    static String shortened(String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length <= most) {
            return text;
        }
        int head = (most - 1) / 2;
        int tail = most - 1 - head;
        return text.substring(0, text.offsetByCodePoints(0, head))
                + "\u2026"
                + text.substring(text.offsetByCodePoints(0, length - tail));
    }
}
