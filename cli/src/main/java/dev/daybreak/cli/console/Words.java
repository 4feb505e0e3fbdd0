package dev.daybreak.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Small phrases. */
public final class Words {
    private Words() {}

    /** How the program was called: the next command can be copied from the terminal. */
    public static String program() {
        return System.getProperty("daybreak.command", "daybreak");
    }

    /** {@code 1 asset}, {@code 2 assets}, {@code 1,000 rows}. */
    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + (number == 1 ? noun : noun + "s");
    }

    /** {@code 9 succeeded, 1 failed}. */
    public static String counts(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** A value in the way of YAML on one line: <code>{column: age, value_set: [1, 2]}</code>. */
    public static String inline(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + inline(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Words::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }
}
