package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys with values, each key known beforehand. Immutable. */
public final class Form implements Shape<Fields> {
    private final String noun;
    private final List<Key<?>> keys;
    private final List<Choice> choices;

    private record Choice(List<Key<?>> keys, boolean isRequired) {
        List<String> names() {
            return keys.stream().<String>map(Key::name).toList();
        }
    }

    private Form(String noun, List<Key<?>> keys, List<Choice> choices) {
        this.noun = noun;
        this.keys = List.copyOf(keys);
        this.choices = List.copyOf(choices);
    }

    /** @param noun what messages call it, with its article: {@code a source} */
    public static Form of(String noun, Key<?>... keys) {
        return new Form(noun, List.of(keys), List.of());
    }

    /** The same form, in which exactly one of some of its keys must stand. */
    public Form exactlyOne(Key<?>... alternatives) {
        return with(new Choice(List.of(alternatives), true));
    }

    /** The same form, in which at most one of some of its keys may stand. */
    public Form atMostOne(Key<?>... alternatives) {
        return with(new Choice(List.of(alternatives), false));
    }

    private Form with(Choice choice) {
        List<Choice> more = new ArrayList<>(choices);
        more.add(choice);
        return new Form(noun, keys, more);
    }

    public List<Key<?>> keys() {
        return keys;
    }

    @Override
    public Optional<Fields> read(String name, YamlValue value, Problems problems) {
        int before = problems.errors();
        Optional<Fields> fields = readAll(name, value, problems);
        return problems.errors() == before ? fields : Optional.empty();
    }

    /** As {@link #read}, but yields what could be read even if some of it does not fit, so that more can be checked. */
    public Optional<Fields> readAll(String name, YamlValue value, Problems problems) {
        boolean isNothing = value instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Type.NULL;
        if (isNothing && mayBeEmpty()) {
            return Optional.of(new Fields(value.place(), Map.of()));
        }
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return Shapes.wrongKind(
                    name, "the keys of " + noun + " (" + String.join(", ", names()) + ")", value, problems);
        }
        Map<String, YamlValue> written = new HashMap<>();
        for (YamlValue.Entry entry : mapping.entries()) {
            if (names().contains(entry.key())) {
                written.put(entry.key(), entry.value());
            } else {
                refuse(entry, problems);
            }
        }
        Fields fields = new Fields(mapping.place(), written);
        keys.forEach(key -> readKey(key, mapping, fields, problems));
        choices.forEach(choice -> check(choice, fields, problems));
        return Optional.of(fields);
    }

    private void refuse(YamlValue.Entry entry, Problems problems) {
        boolean isRestOfText = entry.value() instanceof YamlValue.Scalar scalar
                && scalar.written().isEmpty()
                && NearestName.of(entry.key(), names()).isEmpty();
        problems.error(
                entry.place(),
                "Invalid key '" + entry.key() + "': " + noun + " has no such key."
                        + NearestName.hint(entry.key(), names()),
                isRestOfText
                        ? "If it belongs to the value before it, put that in quotes: inside { } a comma ends a value."
                        : "Permitted keys: " + String.join(", ", names()) + ".");
    }

    private <T> void readKey(Key<T> key, YamlValue.Mapping mapping, Fields fields, Problems problems) {
        Optional<YamlValue.Entry> entry = mapping.find(key.name());
        if (entry.isPresent()) {
            key.shape().read(key.name(), entry.get().value(), problems).ifPresent(value -> fields.put(key, value));
        } else if (key.isRequired()) {
            problems.error(
                    mapping.place(), "Missing key '" + key.name() + "': " + noun + " needs it.", key.description());
        }
    }

    private void check(Choice choice, Fields fields, Problems problems) {
        List<String> there =
                choice.names().stream().filter(fields.names()::contains).toList();
        if (there.size() > 1 || (there.isEmpty() && choice.isRequired())) {
            String found = there.isEmpty() ? "none is there" : "found " + String.join(" and ", there);
            problems.error(
                    fields.place(),
                    (there.isEmpty() ? "Missing key: " : "Invalid keys: ") + noun + " takes "
                            + (choice.isRequired() ? "exactly" : "at most") + " one of "
                            + String.join(", ", choice.names()) + "; " + found + ".",
                    "");
        }
    }

    private boolean mayBeEmpty() {
        return keys.stream().noneMatch(Key::isRequired) && choices.stream().noneMatch(Choice::isRequired);
    }

    private List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object();
        if (mayBeEmpty()) {
            schema.withArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
        }
        ObjectNode properties = schema.putObject("properties");
        for (Key<?> key : keys) {
            String shown =
                    key.shownDefault().map(text -> " Default: " + text + ".").orElse("");
            ObjectNode property = key.shape().schema();
            String expected = property.has("description")
                    ? " " + property.get("description").asText() + "."
                    : "";
            property.put("description", key.description() + expected + shown);
            properties.set(key.name(), property);
        }
        ArrayNode required = Json.object().withArray("required");
        keys.stream().filter(Key::isRequired).forEach(key -> required.add(key.name()));
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        choices.forEach(choice -> schema.withArray("allOf").add(schema(choice)));
        return schema;
    }

    private static ObjectNode schema(Choice choice) {
        ObjectNode rule = Json.object();
        if (choice.isRequired()) {
            choice.names().forEach(name -> rule.withArray("oneOf").add(requires(List.of(name))));
            return rule;
        }
        List<String> names = choice.names();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                rule.withObject("/not").withArray("anyOf").add(requires(List.of(names.get(i), names.get(j))));
            }
        }
        return rule;
    }

    private static ObjectNode requires(List<String> names) {
        ObjectNode object = Json.type("object");
        names.forEach(object.withArray("required")::add);
        return object;
    }
}
