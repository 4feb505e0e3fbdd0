package dev.daybreak.cli.command;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of rows as commands show them. */
final class Cells {
    private static final int WIDEST = 60;

    private Cells() {}

    /** A plain value for a line: long ones are cut. */
    static String text(Object plain) {
        String text = plain == null ? "NULL" : plain.toString();
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }

    /** A value as JSON has it: numbers, texts, booleans, lists, maps. What JSON has no number for is a text. */
    static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        if (value instanceof Float number && !Float.isFinite(number)) {
            return number.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Cells::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
            return copy;
        }
        boolean plain = value == null || value instanceof Boolean || value instanceof Number;
        return plain ? value : value.toString();
    }
}
