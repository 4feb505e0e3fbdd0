package dev.daybreak.server.pages.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.server.pages.graph.Drawing.Area;
import dev.daybreak.server.pages.graph.Sketch.Box;
import dev.daybreak.server.pages.graph.Sketch.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where boxes and lines go. */
@Timeout(120)
class DrawingsTest {
    private final Drawings drawings = new Drawings();

    @Test
    void whatIsReadStandsToTheLeftOfWhatReadsIt() {
        Sketch sketch = new Sketch(
                List.of(box("raw.a", "raw"), box("raw.b", "raw"), box("features.c", "features"), box("models.d", "")),
                List.of(
                        Line.of("raw.a", "features.c"),
                        Line.of("raw.b", "features.c"),
                        Line.of("features.c", "models.d")));

        Drawing drawing = drawings.of(sketch);

        assertThat(right(drawing, "raw.a"))
                .isLessThan(drawing.boxes().get("features.c").x());
        assertThat(right(drawing, "features.c"))
                .isLessThan(drawing.boxes().get("models.d").x());
        assertThat(drawing.frames()).containsOnlyKeys("raw", "features");
        assertThat(contains(drawing.frames().get("raw"), drawing.boxes().get("raw.a")))
                .isTrue();
        assertThat(contains(drawing.frames().get("features"), drawing.boxes().get("features.c")))
                .isTrue();
        assertThat(drawing.paths()).hasSize(3).allSatisfy(path -> assertThat(path.way())
                .matches("M[0-9 ]+(L[0-9 ]+)+"));
        assertThat(drawings.of(sketch)).isSameAs(drawing);
    }

    @Test
    void linesOfRowsBeginAndEndAtThem() {
        Sketch sketch = new Sketch(
                List.of(new Box("a", "", 150, 2), new Box("b", "", 150, 1)), List.of(new Line("a", 1, "b", 0, true)));

        Drawing drawing = drawings.of(sketch);

        Area from = drawing.boxes().get("a");
        Area to = drawing.boxes().get("b");
        String way = drawing.paths().get(0).way();
        int half = Sketch.ROW / 2;
        assertThat(way)
                .startsWith("M" + right(drawing, "a") + " " + (from.y() + Sketch.HEAD + Sketch.ROW + half) + "L");
        assertThat(way).endsWith("L" + to.x() + " " + (to.y() + Sketch.HEAD + half));
    }

    @Test
    void aThousandAssetsHaveAPlaceEachAndLieApart() {
        Random random = new Random(1);
        List<Box> boxes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            boxes.add(box("a" + i, "namespace" + i / 125));
            for (int reads = 0; i > 0 && reads < 2; reads++) {
                lines.add(Line.of("a" + random.nextInt(Math.max(0, i - 200), i), "a" + i));
            }
        }

        Drawing drawing = drawings.of(new Sketch(boxes, lines));

        List<Area> areas = List.copyOf(drawing.boxes().values());
        assertThat(areas).hasSize(1_000);
        for (int i = 0; i < areas.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(overlap(areas.get(i), areas.get(j))).isFalse();
            }
        }
    }

    @Test
    void namesAreShortenedInTheirMiddle() {
        assertThat(GraphView.shortened("user_activity_by_day", 9)).isEqualTo("user\u2026_day");
        assertThat(GraphView.shortened("short", 9)).isEqualTo("short");
        assertThat(GraphView.shortened("\uD83D\uDE00".repeat(20), 5))
                .isEqualTo("\uD83D\uDE00\uD83D\uDE00\u2026\uD83D\uDE00\uD83D\uDE00");
    }

    private static Box box(String id, String group) {
        return new Box(id, group, 150, 0);
    }

    private static int right(Drawing drawing, String id) {
        return drawing.boxes().get(id).x() + drawing.boxes().get(id).width();
    }

    private static boolean contains(Area outer, Area inner) {
        return outer.x() <= inner.x()
                && outer.y() <= inner.y()
                && outer.x() + outer.width() >= inner.x() + inner.width()
                && outer.y() + outer.height() >= inner.y() + inner.height();
    }

    private static boolean overlap(Area one, Area other) {
        return one.x() < other.x() + other.width()
                && other.x() < one.x() + one.width()
                && one.y() < other.y() + other.height()
                && other.y() < one.y() + one.height();
    }
}
