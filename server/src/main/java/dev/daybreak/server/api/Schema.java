package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.web.HttpFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What a value looks like. One description serves two readers: the API's document, where it is a JSON Schema (draft 2020-12), and requests,
 * which are checked by it. Immutable.
 */
final class Schema {
    /** Anything. */
    static final Schema ANY = new Schema(Schema::object, (place, value) -> {});
    /** True or false. */
    static final Schema FLAG = new Schema(() -> type("boolean"), (place, value) -> {
        if (!value.isBoolean()) {
            throw wrong(place, "true or false", value);
        }
    });
    /** A text of any length. */
    static final Schema TEXT = text(Integer.MAX_VALUE);
    /** An instant in UTC, in an answer. */
    static final Schema INSTANT = new Schema(() -> type("string").put("format", "date-time"), TEXT.check);
    /** A number of any kind, in an answer. */
    static final Schema NUMBER = new Schema(() -> type("number"), (place, value) -> {
        if (!value.isNumber()) {
            throw wrong(place, "a number", value);
        }
    });
    /** A whole number of at least 0. */
    static final Schema COUNT = integer(0, Long.MAX_VALUE);

    private static final int MOST_SHOWN = 100;

    private final Supplier<ObjectNode> json;
    private final BiConsumer<String, JsonNode> check;
    /** Its name among the components of the document, and what stands there; empty if it stands where it is used. */
    private final Map<String, Schema> parts;

    private Schema(Supplier<ObjectNode> json, BiConsumer<String, JsonNode> check) {
        this(json, check, Map.of());
    }

    private Schema(Supplier<ObjectNode> json, BiConsumer<String, JsonNode> check, Map<String, Schema> parts) {
        this.json = json;
        this.check = check;
        this.parts = parts;
    }

    /** @param most characters */
    static Schema text(int most) {
        return new Schema(
                () -> most == Integer.MAX_VALUE
                        ? type("string")
                        : type("string").put("maxLength", most),
                (place, value) -> {
                    if (!value.isTextual()) {
                        throw wrong(place, "a text", value);
                    }
                    if (value.textValue().indexOf('\0') >= 0) {
                        throw HttpFailure.badRequest(
                                "Invalid value of '" + place + "': it has a character that no database keeps, U+0000.",
                                place,
                                "Leave it out.");
                    }
                    if (value.textValue().codePointCount(0, value.textValue().length()) > most) {
                        throw HttpFailure.badRequest(
                                "Invalid value of '" + place + "': it has "
                                        + value.textValue().length() + " characters; permitted: at most " + most + ".",
                                place,
                                "");
                    }
                });
    }

    /** A text of at least one character that is not blank. */
    static Schema words(int most) {
        Schema text = text(most);
        return new Schema(() -> text.json().put("pattern", "\\S"), (place, value) -> {
            text.check.accept(place, value);
            if (value.textValue().isBlank()) {
                throw wrong(place, "a text that is not blank", value);
            }
        });
    }

    /** A whole number between two bounds, both inclusive. */
    static Schema integer(long least, long most) {
        String permitted = most == Long.MAX_VALUE
                ? "a whole number of at least " + least
                : "a whole number from " + least + " to " + most;
        return new Schema(
                () -> {
                    ObjectNode node = type("integer").put("minimum", least);
                    return most == Long.MAX_VALUE ? node : node.put("maximum", most);
                },
                (place, value) -> {
                    boolean fits = value.isIntegralNumber()
                            && value.canConvertToLong()
                            && value.longValue() >= least
                            && value.longValue() <= most;
                    if (!fits) {
                        throw wrong(place, permitted, value);
                    }
                });
    }

    /** One of some words. */
    static Schema oneOf(List<String> words) {
        return new Schema(
                () -> {
                    ObjectNode node = type("string");
                    words.forEach(node.withArray("enum")::add);
                    return node;
                },
                (place, value) -> {
                    if (!value.isTextual() || !words.contains(value.textValue())) {
                        String hint = value.isTextual() ? NearestName.hint(value.textValue(), words) : "";
                        throw HttpFailure.badRequest(
                                "Invalid value of '" + place + "': expected one of " + String.join(", ", words)
                                        + ", found " + shown(value) + "." + hint,
                                place,
                                "");
                    }
                });
    }

    /** The words of an enumeration, as it prints them. */
    static Schema oneOf(Enum<?>... values) {
        return oneOf(List.of(values).stream().map(Enum::toString).toList());
    }

    /** A list of at most so many. */
    static Schema list(Schema item, int most) {
        return new Schema(
                () -> {
                    ObjectNode node = type("array");
                    node.set("items", item.json());
                    return most == Integer.MAX_VALUE ? node : node.put("maxItems", most);
                },
                (place, value) -> {
                    if (!value.isArray()) {
                        throw wrong(place, "a list", value);
                    }
                    if (value.size() > most) {
                        throw HttpFailure.badRequest(
                                "Invalid value of '" + place + "': it has " + value.size()
                                        + " items; permitted: at most " + most + ".",
                                place,
                                "");
                    }
                    for (int i = 0; i < value.size(); i++) {
                        item.check.accept(place + "[" + i + "]", value.get(i));
                    }
                },
                item.parts);
    }

    static Schema list(Schema item) {
        return list(item, Integer.MAX_VALUE);
    }

    /** The same, or null. */
    Schema orNull() {
        return new Schema(
                () -> {
                    ObjectNode node = object();
                    node.withArray("anyOf").add(json()).add(type("null"));
                    return node;
                },
                (place, value) -> {
                    if (!value.isNull()) {
                        check.accept(place, value);
                    }
                },
                parts);
    }

    /** An object with these keys and no others. */
    static Schema object(Property... keys) {
        List<Property> all = List.of(keys);
        Map<String, Schema> parts = new LinkedHashMap<>();
        all.forEach(key -> parts.putAll(key.schema().parts));
        return new Schema(() -> objectJson(all), (place, value) -> checkObject(all, place, value), parts);
    }

    private static ObjectNode objectJson(List<Property> keys) {
        ObjectNode node = type("object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Property key : keys) {
            ObjectNode property = key.schema().json();
            if (!key.description().isEmpty()) {
                property.put("description", key.description());
            }
            properties.set(key.name(), property);
            if (key.isRequired()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        return node.put("additionalProperties", false);
    }

    private static void checkObject(List<Property> keys, String place, JsonNode value) {
        if (!value.isObject()) {
            throw wrong(place, "an object", value);
        }
        List<String> names = keys.stream().map(Property::name).toList();
        value.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw HttpFailure.badRequest(
                        "Invalid key '" + name + "': there is no such key." + NearestName.hint(name, names),
                        place.isEmpty() ? name : place + "." + name,
                        names.isEmpty() ? "Send {}." : "Permitted keys: " + String.join(", ", names) + ".");
            }
        });
        for (Property key : keys) {
            JsonNode found = value.get(key.name());
            String keyPlace = place.isEmpty() ? key.name() : place + "." + key.name();
            if (found != null) {
                key.schema().check.accept(keyPlace, found);
            } else if (key.isRequired()) {
                throw HttpFailure.badRequest("Missing key '" + key.name() + "'.", keyPlace, key.description());
            }
        }
    }

    /** Values by names that the project decides. */
    static Schema mapOf(Schema value) {
        return new Schema(
                () -> {
                    ObjectNode node = type("object");
                    node.set("additionalProperties", value.json());
                    return node;
                },
                (place, found) -> {
                    if (!found.isObject()) {
                        throw wrong(place, "an object", found);
                    }
                },
                value.parts);
    }

    /** The same, as a component of the document by this name. */
    Schema named(String name) {
        Map<String, Schema> more = new LinkedHashMap<>(parts);
        more.put(name, new Schema(json, check));
        return new Schema(() -> object().put("$ref", "#/components/schemas/" + name), check, more);
    }

    /** As JSON Schema; a new tree each time. */
    ObjectNode json() {
        return json.get();
    }

    /** The components that {@link #json} refers to, by name. */
    Map<String, Schema> parts() {
        return parts;
    }

    /**
     * @param place what messages call the value
     * @throws HttpFailure 400 if the value does not fit
     */
    void check(String place, JsonNode value) {
        check.accept(place, value);
    }

    private static HttpFailure wrong(String place, String expected, JsonNode found) {
        String what = place.isEmpty() ? "body" : place;
        return HttpFailure.badRequest(
                "Invalid value of '" + what + "': expected " + expected + ", found " + shown(found) + ".", what, "");
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode type(String type) {
        return object().put("type", type);
    }
}
