package dev.daybreak.orchestration.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** JSON as it is kept in text columns. Maps keep their order; values that JSON has no word for become their text. */
public final class JsonText {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /** Made once for each type: rows are read by the thousand. */
    private static final Map<Type, ObjectReader> READERS = new ConcurrentHashMap<>();

    private JsonText() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values always become JSON", e);
        }
    }

    public static Object read(String json) {
        return read(json, new TypeReference<Object>() {});
    }

    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return READERS.computeIfAbsent(type.getType(), known -> MAPPER.readerFor(MAPPER.constructType(known)))
                    .readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid JSON in the metadata store: " + json, e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put(String.valueOf(name), plain(item)));
            return copy;
        }
        if (value instanceof Iterable<?> items) {
            List<Object> copy = new ArrayList<>();
            items.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        boolean known = value == null || value instanceof Boolean || value instanceof Number || value instanceof String;
        return known ? value : value.toString();
    }
}
