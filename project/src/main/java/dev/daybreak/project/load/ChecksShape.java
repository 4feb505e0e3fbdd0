package dev.daybreak.project.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.TextPlace;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of checks. Which expectations there are, and their arguments, is told by the module that evaluates them; here only
 * the outer form is read: one key with arguments, and {@code severity} beside it.
 */
final class ChecksShape implements Shape<List<CheckSpec>> {
    private static final String SEVERITY = "severity";
    private static final Pattern EXPECTATION = Pattern.compile("(?!severity$)[a-z][a-z0-9_]*");
    private static final Shape<CheckSpec.Severity> SEVERITIES = Scalars.choice(severities());

    private static Map<String, CheckSpec.Severity> severities() {
        Map<String, CheckSpec.Severity> values = new LinkedHashMap<>();
        values.put("block", CheckSpec.Severity.BLOCK);
        values.put("warn", CheckSpec.Severity.WARN);
        return values;
    }

    @Override
    public Optional<List<CheckSpec>> read(String name, YamlValue value, Problems problems) {
        if (!(value instanceof YamlValue.Sequence sequence)) {
            problems.error(
                    value.place(),
                    "Invalid value of '" + name + "': expected a list of expectations, found " + value.described()
                            + ".",
                    "Begin each check with '- ', as in: - expect_column_values_to_not_be_null: {column: user_id}");
            return Optional.empty();
        }
        List<CheckSpec> checks = new ArrayList<>();
        for (YamlValue item : sequence.items()) {
            check(item, problems).ifPresent(checks::add);
        }
        return checks.size() == sequence.items().size() ? Optional.of(List.copyOf(checks)) : Optional.empty();
    }

    private static Optional<CheckSpec> check(YamlValue item, Problems problems) {
        if (!(item instanceof YamlValue.Mapping mapping)) {
            return refuse(item.place(), "found " + item.described(), problems);
        }
        List<YamlValue.Entry> expectations = mapping.entries().stream()
                .filter(entry -> !entry.key().equals(SEVERITY))
                .toList();
        Optional<CheckSpec.Severity> severity = mapping.find(SEVERITY)
                .map(entry -> SEVERITIES.read(SEVERITY, entry.value(), problems))
                .orElse(Optional.of(CheckSpec.Severity.BLOCK));
        if (expectations.size() != 1) {
            List<String> names = expectations.stream().map(YamlValue.Entry::key).toList();
            Place place =
                    expectations.isEmpty() ? item.place() : expectations.get(1).place();
            return refuse(place, names.isEmpty() ? "found none" : "found " + String.join(", ", names), problems);
        }
        YamlValue.Entry expectation = expectations.get(0);
        if (!EXPECTATION.matcher(expectation.key()).matches()) {
            return refuse(expectation.place(), "found '" + expectation.key() + "'", problems);
        }
        return arguments(expectation, problems)
                .flatMap(found -> severity.map(level -> new CheckSpec(
                        expectation.key(), found, level, expectation.place(), texts(expectation.value()))));
    }

    private static Map<String, TextPlace> texts(YamlValue arguments) {
        Map<String, TextPlace> texts = new LinkedHashMap<>();
        if (arguments instanceof YamlValue.Mapping mapping) {
            for (YamlValue.Entry entry : mapping.entries()) {
                if (entry.value() instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Type.TEXT) {
                    texts.put(
                            entry.key(),
                            new TextPlace(
                                    scalar.content().orElse(scalar.place()),
                                    scalar.content().isPresent()));
                }
            }
        }
        return texts;
    }

    private static Optional<CheckSpec> refuse(Place place, String found, Problems problems) {
        problems.error(
                place,
                "Invalid check: expected one expectation with its arguments, and optionally 'severity'; " + found + ".",
                "Write it as: - expect_column_values_to_not_be_null: {column: user_id}");
        return Optional.empty();
    }

    private static Optional<Map<String, Object>> arguments(YamlValue.Entry expectation, Problems problems) {
        if (expectation.value() instanceof YamlValue.Mapping mapping) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            mapping.entries().forEach(entry -> arguments.put(entry.key(), Shapes.plain(entry.value())));
            return Optional.of(arguments);
        }
        if (expectation.value() instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Type.NULL) {
            return Optional.of(Map.of());
        }
        problems.error(
                expectation.value().place(),
                "Invalid value of '" + expectation.key() + "': expected arguments by name, found "
                        + expectation.value().described() + ".",
                "Write them as {column: user_id}, or {} if there are none.");
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode check = JsonNodeFactory.instance.objectNode().put("type", "object");
        check.put("minProperties", 1).put("maxProperties", 2).put("additionalProperties", false);
        check.withObject("/properties").set(SEVERITY, SEVERITIES.schema());
        ObjectNode arguments = check.withObject("/patternProperties").putObject("^(?:" + EXPECTATION + ")$");
        arguments.withArray("type").add("object").add("null");
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("type", "array");
        list.set("items", check);
        return list;
    }
}
