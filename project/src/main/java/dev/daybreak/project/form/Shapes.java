package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Shapes made of other shapes. */
public final class Shapes {
    private Shapes() {}

    /** A value together with its place. */
    public static <T> Shape<Located<T>> located(Shape<T> shape) {
        return shape(shape::schema, (name, value, problems) -> shape.read(name, value, problems)
                .map(found -> new Located<>(found, value.place())));
    }

    /** A list; every item is read even if one does not fit. */
    public static <T> Shape<List<T>> listOf(Shape<T> item) {
        return shape(
                () -> {
                    ObjectNode schema = Json.type("array");
                    schema.set("items", item.schema());
                    return schema;
                },
                (name, value, problems) -> {
                    if (!(value instanceof YamlValue.Sequence sequence)) {
                        return wrongKind(name, "a list", value, problems);
                    }
                    List<T> items = new ArrayList<>();
                    for (YamlValue element : sequence.items()) {
                        item.read(name, element, problems).ifPresent(items::add);
                    }
                    return items.size() == sequence.items().size() ? Optional.of(List.copyOf(items)) : Optional.empty();
                });
    }

    /** A list, or one value that stands for a list of it. */
    public static <T> Shape<List<T>> oneOrMany(Shape<T> item) {
        Shape<List<T>> many = listOf(item);
        return shape(
                () -> Json.anyOf(List.of(item.schema(), many.schema())),
                (name, value, problems) -> value instanceof YamlValue.Sequence
                        ? many.read(name, value, problems)
                        : item.read(name, value, problems).map(List::of));
    }

    /**
     * Values by names that the author chooses, in the order of the file, each with the place of its name.
     *
     * @param key what a name must match
     * @param permitted what a message says of names
     */
    public static <T> Shape<Map<String, Located<T>>> mapOf(Pattern key, String permitted, Shape<T> shape) {
        return shape(
                () -> {
                    ObjectNode schema = Json.type("object").put("additionalProperties", false);
                    schema.withObject("/patternProperties").set("^(?:" + key.pattern() + ")$", shape.schema());
                    return schema;
                },
                (name, value, problems) -> {
                    if (!(value instanceof YamlValue.Mapping mapping)) {
                        return wrongKind(name, "names with values", value, problems);
                    }
                    int before = problems.errors();
                    Map<String, Located<T>> values = new LinkedHashMap<>();
                    for (YamlValue.Entry entry : mapping.entries()) {
                        if (!key.matcher(entry.key()).matches()) {
                            problems.error(
                                    entry.place(),
                                    "Invalid name '" + entry.key() + "' in '" + name + "': expected " + permitted + ".",
                                    "");
                        }
                        shape.read(entry.key(), entry.value(), problems)
                                .ifPresent(found -> values.put(entry.key(), new Located<>(found, entry.place())));
                    }
                    return problems.errors() == before
                            ? Optional.of(Collections.unmodifiableMap(values))
                            : Optional.empty();
                });
    }

    /** What another shape yields, made into something else. */
    public static <T, R> Shape<R> mapped(Shape<T> shape, Function<T, R> function) {
        return shape(shape::schema, (name, value, problems) -> shape.read(name, value, problems)
                .map(function));
    }

    /** A shape for keys with values, and another for everything else. */
    public static <T> Shape<T> mappingOr(Shape<T> mapping, Shape<T> other) {
        return either(YamlValue.Mapping.class::isInstance, mapping, other);
    }

    private static <T> Shape<T> either(Predicate<YamlValue> isFirst, Shape<T> first, Shape<T> second) {
        return shape(
                () -> Json.anyOf(List.of(first.schema(), second.schema())),
                (name, value, problems) -> (isFirst.test(value) ? first : second).read(name, value, problems));
    }

    /**
     * One of several forms, told apart by a key that only it has. A value with none of those keys is read as the first.
     *
     * @param forms by that key
     */
    public static <T> Shape<T> alternatives(Map<String, Shape<T>> forms) {
        Map<String, Shape<T>> ordered = new LinkedHashMap<>(forms);
        return shape(
                () -> Json.anyOf(ordered.values().stream().map(Shape::schema).toList()), (name, value, problems) -> {
                    Shape<T> chosen = ordered.values().iterator().next();
                    if (value instanceof YamlValue.Mapping mapping) {
                        for (Map.Entry<String, Shape<T>> form : ordered.entrySet()) {
                            chosen = mapping.find(form.getKey()).isPresent() ? form.getValue() : chosen;
                        }
                    }
                    return chosen.read(name, value, problems);
                });
    }

    /** A scalar of any type; null is refused. Yields Boolean, String, Integer, Long, Double or BigDecimal. */
    public static Shape<Object> anyScalar() {
        return new ScalarShape<>(
                "a text, a number or a truth value",
                scalar -> Optional.ofNullable(Scalars.literal(scalar)),
                written -> "",
                () -> {
                    ObjectNode schema = Json.object();
                    schema.withArray("type").add("string").add("number").add("boolean");
                    return schema;
                });
    }

    /** A value as plain Java values: null, Boolean, Integer, Long, Double, BigDecimal, String, List or Map. */
    public static Object plain(YamlValue value) {
        if (value instanceof YamlValue.Scalar scalar) {
            return Scalars.literal(scalar);
        }
        if (value instanceof YamlValue.Sequence sequence) {
            List<Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(plain(item)));
            return Collections.unmodifiableList(items);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        ((YamlValue.Mapping) value).entries().forEach(entry -> values.put(entry.key(), plain(entry.value())));
        return Collections.unmodifiableMap(values);
    }

    static <T> Optional<T> wrongKind(String name, String expected, YamlValue value, Problems problems) {
        problems.error(
                value.place(),
                "Invalid value of '" + name + "': expected " + expected + ", found " + value.described() + ".",
                "");
        return Optional.empty();
    }

    private interface Reading<T> {
        Optional<T> read(String name, YamlValue value, Problems problems);
    }

    private static <T> Shape<T> shape(Supplier<ObjectNode> schema, Reading<T> reading) {
        return new Shape<>() {
            @Override
            public Optional<T> read(String name, YamlValue value, Problems problems) {
                return reading.read(name, value, problems);
            }

            @Override
            public ObjectNode schema() {
                return schema.get();
            }
        };
    }
}
