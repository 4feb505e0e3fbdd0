package dev.daybreak.project.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The engines there are; the text form is what project files say, and the name by which an engine tells itself. */
public enum EngineKind {
    /** The embedded one. */
    DUCKDB,
    /** The distributed one. */
    SPARK;

    /** Empty if there is none of that name. */
    public static Optional<EngineKind> parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
