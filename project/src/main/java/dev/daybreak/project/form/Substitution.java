package dev.daybreak.project.form;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${env:NAME}}, {@code ${file:path}} and {@code ${var:name}} into scalar values.
 *
 * @param root relative paths are resolved against it
 * @param environment the value of an environment variable, or null
 * @param variables of the project; values are told as text
 */
public record Substitution(Path root, Function<String, String> environment, Map<String, Object> variables) {
    private static final Pattern TEXT = Pattern.compile("\\$\\{([a-zA-Z]+):([^}]*)\\}");
    private static final List<String> KINDS = List.of("env", "file", "var");

    public Substitution {
        variables = Map.copyOf(variables);
    }

    /** The same value with every substitution made; what cannot be filled in is noted and left as it is. */
    public YamlValue fill(YamlValue value, Problems problems) {
        if (value instanceof YamlValue.Sequence sequence) {
            List<YamlValue> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(fill(item, problems)));
            return new YamlValue.Sequence(items, sequence.place());
        }
        if (value instanceof YamlValue.Mapping mapping) {
            List<YamlValue.Entry> entries = new ArrayList<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                entries.add(new YamlValue.Entry(entry.key(), entry.place(), fill(entry.value(), problems)));
            }
            return new YamlValue.Mapping(entries, mapping.place());
        }
        YamlValue.Scalar scalar = (YamlValue.Scalar) value;
        return scalar.written().contains("${") ? fill(scalar, problems) : scalar;
    }

    private YamlValue fill(YamlValue.Scalar scalar, Problems problems) {
        Matcher matcher = TEXT.matcher(scalar.written());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String filled = value(matcher.group(1), matcher.group(2).strip(), scalar.place(), problems)
                    .orElse(matcher.group());
            matcher.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        String filled = matcher.appendTail(text).toString();
        return filled.equals(scalar.written())
                ? scalar
                : new YamlValue.Scalar(YamlText.typeOf(filled), filled, scalar.written(), scalar.place());
    }

    private Optional<String> value(String kind, String name, Place place, Problems problems) {
        return switch (kind) {
            case "env" -> fromEnvironment(name, place, problems);
            case "file" -> fromFile(name, place, problems);
            case "var" -> fromVariables(name, place, problems);
            default -> {
                problems.error(
                        place,
                        "Invalid substitution '${" + kind + ":" + name + "}': '" + kind + "' is none of env, file, var."
                                + NearestName.hint(kind, KINDS),
                        "");
                yield Optional.empty();
            }
        };
    }

    private Optional<String> fromEnvironment(String name, Place place, Problems problems) {
        Optional<String> value = Optional.ofNullable(environment.apply(name));
        if (value.isEmpty()) {
            problems.error(
                    place,
                    "Missing environment variable '" + name + "': the project reads it here.",
                    "Set it before you start daybreak: export " + name + "=...");
        }
        return value;
    }

    private Optional<String> fromFile(String name, Place place, Problems problems) {
        try {
            return Optional.of(Files.readString(root.resolve(name)).stripTrailing());
        } catch (IOException | RuntimeException e) {
            problems.error(
                    place,
                    "Cannot read file '" + name + "': " + e.getClass().getSimpleName() + ".",
                    "Create it as UTF-8 text, or correct the path; relative paths begin at the project's folder.");
            return Optional.empty();
        }
    }

    private Optional<String> fromVariables(String name, Place place, Problems problems) {
        Object value = variables.get(name);
        if (value == null) {
            problems.error(
                    place,
                    "Missing variable '" + name + "': daybreak.yaml does not declare it."
                            + NearestName.hint(name, variables.keySet()),
                    "Declare it under 'variables:' in daybreak.yaml.");
        }
        return Optional.ofNullable(value).map(Object::toString);
    }
}
