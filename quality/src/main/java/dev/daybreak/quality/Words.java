package dev.daybreak.quality;

import java.util.Collection;
import java.util.stream.Collectors;

/** Turns values into readable text. */
final class Words {
    private static final int SHOWN = 20;

    private Words() {}

    /** {@code a, b, c}, cut after twenty. */
    static String list(Collection<?> values) {
        String shown = values.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return values.size() > SHOWN ? shown + ", ... (" + values.size() + " in all)" : shown;
    }
}
