package dev.daybreak.server.pages.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws sketches, and keeps the drawings of those that were asked for last. One is drawn at a time. Thread-safe. */
public final class Drawings {
    private static final int MOST_KEPT = 200;

    private final Map<Sketch, Drawing> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sketch, Drawing> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Loads what drawing needs, aside, so that the first who asks for a drawing does not wait for that. */
    public static void warmUp() {
        Thread thread = new Thread(
                () -> Layout.of(new Sketch(
                        List.of(new Sketch.Box("a", "group", 1, 1), new Sketch.Box("b", "", 1, 0)),
                        List.of(new Sketch.Line("a", 0, "b", Sketch.WHOLE, false)))),
                "first drawing");
        thread.setDaemon(true);
        thread.start();
    }

    /** A sketch without boxes gives an empty drawing. */
    public synchronized Drawing of(Sketch sketch) {
        Drawing known = kept.get(sketch);
        if (known == null) {
            known = Layout.of(sketch);
            kept.put(sketch, known);
        }
        return known;
    }
}
