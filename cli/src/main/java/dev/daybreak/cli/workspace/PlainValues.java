package dev.daybreak.cli.workspace;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of rows without bytes, which are texts in Base64. */
final class PlainValues {
    private PlainValues() {}

    static Object of(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(of(item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(of(key), of(item)));
            return copy;
        }
        return value;
    }

    /** About how much of a value is held in memory. */
    static long letters(Object value) {
        boolean isLong = value instanceof String || value instanceof List || value instanceof Map;
        return isLong ? value.toString().length() : 1;
    }
}
