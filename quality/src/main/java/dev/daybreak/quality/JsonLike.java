package dev.daybreak.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns values of the engine into those that JSON knows: dates and times become ISO text, bytes hexadecimal text. */
final class JsonLike {
    private JsonLike() {}

    static Object of(Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number number) {
            // JSON has neither infinity nor NaN.
            return Double.isFinite(number.doubleValue()) ? number : number.toString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Collection<?> elements) {
            List<Object> list = new ArrayList<>();
            elements.forEach(each -> list.add(of(each)));
            return list;
        }
        return value instanceof Map<?, ?> map ? of(map) : value.toString();
    }

    private static Map<String, Object> of(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), of(value)));
        return copy;
    }
}
