package dev.daybreak.project.load;

import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The project's variables with what {@code --var} says put in their place. */
final class Variables {
    private Variables() {}

    /** @param overrides values as text; each takes the type of the value that is declared */
    static SortedMap<String, Object> resolve(
            Map<String, Located<Object>> declared, Map<String, String> overrides, Problems problems) {
        SortedMap<String, Object> values = new TreeMap<>();
        declared.forEach((name, found) -> values.put(name, canonical(found.value())));
        new TreeMap<>(overrides).forEach((name, text) -> {
            Located<Object> before = declared.get(name);
            if (before == null) {
                problems.error(
                        Place.of(SettingsForm.FILE),
                        "Invalid --var '" + name + "': the project has no such variable."
                                + NearestName.hint(name, declared.keySet()),
                        declared.isEmpty()
                                ? "Declare it under 'variables:' in daybreak.yaml."
                                : "Declared are: " + String.join(", ", new TreeMap<>(declared).keySet()) + ".");
                return;
            }
            Optional<Object> typed = typed(text, before.value());
            typed.ifPresent(value -> values.put(name, value));
            if (typed.isEmpty()) {
                problems.error(
                        before.place(),
                        "Invalid --var " + name + (isSecretName(name) ? "" : "='" + text + "'") + ": expected "
                                + expected(before.value()) + ", as declared here.",
                        "");
            }
        });
        return values;
    }

    private static Optional<Object> typed(String text, Object declared) {
        if (declared instanceof String) {
            return Optional.of(text);
        }
        Object value = Scalars.literal(text.strip());
        boolean fits = declared instanceof Boolean ? value instanceof Boolean : value instanceof Number;
        return fits ? Optional.of(canonical(value)) : Optional.empty();
    }

    private static String expected(Object declared) {
        return declared instanceof Boolean ? "true or false" : "a number";
    }

    private static Object canonical(Object value) {
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** Warns of literal secrets: in passwords and tokens, in URLs, and in variables whose name says so. */
    static void warnOfLiteralSecrets(YamlValue.Mapping settings, Problems problems) {
        for (String section : new String[] {
            "variables", "connections", "engine", "environments", "metadata", "mail", "alerts", "tokens", "oidc"
        }) {
            settings.find(section).ifPresent(entry -> warn(entry.value(), problems));
        }
    }

    private static void warn(YamlValue value, Problems problems) {
        if (value instanceof YamlValue.Sequence sequence) {
            sequence.items().forEach(item -> warn(item, problems));
        }
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return;
        }
        for (YamlValue.Entry entry : mapping.entries()) {
            if (entry.value() instanceof YamlValue.Scalar scalar && isLiteralSecret(entry.key(), scalar.written())) {
                problems.warning(
                        scalar.place(),
                        "Invalid place for a secret: '" + entry.key() + "' holds it in plain text.",
                        "Take it from the environment or a file: ${env:NAME} or ${file:path}.");
            }
            warn(entry.value(), problems);
        }
    }

    private static boolean isLiteralSecret(String key, String written) {
        if (written.isEmpty() || written.contains("${env:") || written.contains("${file:")) {
            return false;
        }
        return isSecretName(key)
                || (key.equals("url") && written.toLowerCase(Locale.ROOT).contains("password="));
    }

    private static boolean isSecretName(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return name.contains("password")
                || name.contains("secret")
                || name.contains("token")
                || name.equals("authorization");
    }
}
