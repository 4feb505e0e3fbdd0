package dev.daybreak.pipelines.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.pipelines.api.StepContext;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of steps as JSON that tells their types, so that they come back as what they were: text, truth and null stand for themselves, lists
 * are arrays, and anything else is an object with one key, its type. Only records and enums of the pipeline's own classes are made anew from
 * their names.
 */
final class ValueText {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PERMITTED =
            "text, Boolean, Integer, Long, Double, BigDecimal, Instant, LocalDate, LocalDateTime, "
                    + "enums and records of the pipeline's classes, and lists and maps of these";

    private final ClassLoader loader;

    /** @param loader of the classes of the pipeline */
    ValueText(ClassLoader loader) {
        this.loader = loader;
    }

    /** @throws DaybreakException {@code STEP_FAILED} if it is of another type, or too large */
    String write(Object value) {
        String text = node(value).toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > StepContext.MOST_VALUE_BYTES) {
            throw new DaybreakException(
                    ErrorCode.BAD_VALUE,
                    "Cannot keep the value of the step: it is " + bytes + " bytes large; permitted: "
                            + StepContext.MOST_VALUE_BYTES + ".",
                    "Write large data into a table or a file, and yield its name.");
        }
        return text;
    }

    private JsonNode node(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof List<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(node(item)));
            return array;
        }
        ObjectNode typed = NODES.objectNode();
        if (value instanceof Map<?, ?> map) {
            ObjectNode entries = typed.putObject("map");
            map.forEach((key, item) -> entries.set(key(key), node(item)));
        } else if (value instanceof Enum<?> constant) {
            typed.put("enum", constant.getDeclaringClass().getName() + "." + constant.name());
        } else if (value instanceof Record record) {
            ObjectNode parts = typed.putObject("record");
            parts.put("type", record.getClass().getName());
            ArrayNode values = parts.putArray("values");
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                values.add(node(part(record, component)));
            }
        } else {
            typed.put(plain(value), value.toString());
        }
        return typed;
    }

    private static String key(Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw wrongType("a map whose key is "
                + (key == null ? "null" : "a " + key.getClass().getName()));
    }

    private static Object part(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_VALUE,
                    "Cannot keep the value of the step: reading '" + component.getName() + "' of "
                            + record.getClass().getName() + " failed: " + e + ".",
                    "",
                    e);
        }
    }

    private static String plain(Object value) {
        if (value instanceof Integer) {
            return "int";
        }
        if (value instanceof Long) {
            return "long";
        }
        if (value instanceof Double) {
            return "double";
        }
        if (value instanceof BigDecimal) {
            return "decimal";
        }
        if (value instanceof Instant) {
            return "instant";
        }
        if (value instanceof LocalDate) {
            return "date";
        }
        if (value instanceof LocalDateTime) {
            return "timestamp";
        }
        throw wrongType("a " + value.getClass().getName());
    }

    private static DaybreakException wrongType(String what) {
        return new DaybreakException(
                ErrorCode.BAD_VALUE,
                "Cannot keep the value of the step: it is or holds " + what + "; permitted: " + PERMITTED + ".",
                "Yield its parts, or the name of a table or file that holds it.");
    }

    Object read(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (JsonProcessingException | ReflectiveOperationException | RuntimeException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_VALUE,
                    "Cannot read the value of a step: " + e + ".",
                    "If a class of the pipeline has changed since, do that step again: 'daybreak rerun RUN STEP'.",
                    e);
        }
    }

    private Object value(JsonNode node) throws ReflectiveOperationException {
        if (node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            for (JsonNode item : node) {
                items.add(value(item));
            }
            return items;
        }
        String type = node.fieldNames().next();
        JsonNode held = node.get(type);
        return switch (type) {
            case "int" -> Integer.valueOf(held.asText());
            case "long" -> Long.valueOf(held.asText());
            case "double" -> Double.valueOf(held.asText());
            case "decimal" -> new BigDecimal(held.asText());
            case "instant" -> Instant.parse(held.asText());
            case "date" -> LocalDate.parse(held.asText());
            case "timestamp" -> LocalDateTime.parse(held.asText());
            case "map" -> map(held);
            case "enum" -> constant(held.asText());
            case "record" -> record(held);
            default -> throw new IllegalArgumentException("unknown type '" + type + "'");
        };
    }

    private Map<String, Object> map(JsonNode held) throws ReflectiveOperationException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : held.properties()) {
            map.put(entry.getKey(), value(entry.getValue()));
        }
        return map;
    }

    private Object constant(String name) throws ReflectiveOperationException {
        int dot = name.lastIndexOf('.');
        Class<?> type = Class.forName(name.substring(0, dot), false, loader);
        for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
            if (((Enum<?>) constant).name().equals(name.substring(dot + 1))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("there is no constant '" + name + "'");
    }

    private Object record(JsonNode held) throws ReflectiveOperationException {
        Class<?> type = Class.forName(held.get("type").asText(), false, loader);
        if (!type.isRecord()) {
            throw new IllegalArgumentException("'" + type.getName() + "' is no record");
        }
        RecordComponent[] components = type.getRecordComponents();
        JsonNode values = held.get("values");
        if (components.length != values.size()) {
            throw new IllegalArgumentException("record '" + type.getName() + "' has " + components.length
                    + " parts now, and had " + values.size());
        }
        Class<?>[] types = new Class<?>[components.length];
        Object[] parts = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            parts[i] = value(values.get(i));
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(parts);
    }
}
