package dev.daybreak.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.engine.Session;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A case of Great Expectations' own test suite: columns, a check, and what it must come to. */
record ConformanceCase(JsonNode json) {
    private static final Map<String, String> TYPES = Map.of(
            "int",
            "BIGINT",
            "double",
            "DOUBLE",
            "decimal",
            "DECIMAL(18, 6)",
            "bool",
            "BOOLEAN",
            "timestamp",
            "TIMESTAMP",
            "date",
            "DATE");

    String id() {
        return json.get("id").asText();
    }

    String expectation() {
        return json.get("expectation").asText();
    }

    boolean isPortable() {
        return json.get("portable").asBoolean();
    }

    /**
     * What differs from the case's expectation; empty if all agrees.
     *
     * @param kind what a case's rows are put into: a temporary table, or a temporary view
     * @param withNumbers whether to compare counts and observed values too
     */
    Optional<String> disagreement(Session session, String kind, boolean withNumbers) {
        Schema schema = load(session, kind, "conformance", json.get("data"));
        for (JsonNode other : json.path("other_tables")) {
            load(session, kind, other.get("name").asText(), other.get("data"));
        }
        CheckSpec check = new CheckSpec(expectation(), arguments(), CheckSpec.Severity.BLOCK, Place.of("cases.jsonl"));
        Optional<String> refused = Checks.validate(List.of(check), Optional.of(schema)).stream()
                .map(Problem::message)
                .filter(message -> !message.startsWith("Invalid bounds"))
                .findFirst();
        if (refused.isPresent() && json.get("expected_success").asBoolean()) {
            return refused;
        }
        CheckOutcome outcome =
                Checks.evaluate(session, "conformance", schema, List.of(check)).get(0);
        JsonNode verdict = json.get("expected_success");
        if (!verdict.isNull() && verdict.asBoolean() != outcome.success()) {
            return Optional.of("verdict is " + outcome.success() + " (" + outcome.reason() + ")");
        }
        if (!outcome.success() && outcome.samples().size() != Math.min(20, outcome.unexpected())) {
            return Optional.of(outcome.samples().size() + " samples of " + outcome.unexpected() + " unexpected rows");
        }
        if (!withNumbers) {
            return Optional.empty();
        }
        return new ExpectedDetail(
                        json.path("expected_detail"), json.path("tolerance").asDouble(1e-9))
                .disagreement(outcome);
    }

    private Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        json.get("kwargs").properties().forEach(entry -> arguments.put(entry.getKey(), value(entry.getValue())));
        return arguments;
    }

    static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        if (node.isObject() && node.has("$float")) {
            return Double.valueOf(node.get("$float").asText());
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
            return map;
        }
        return node.isNull()
                ? null
                : node.isBoolean() ? node.asBoolean() : node.isNumber() ? node.numberValue() : node.asText();
    }

    private Schema load(Session session, String kind, String table, JsonNode data) {
        List<Map.Entry<String, JsonNode>> columns = List.copyOf(data.properties());
        int rows = columns.stream()
                .mapToInt(column -> column.getValue().size())
                .max()
                .orElse(0);
        List<String> tuples = new ArrayList<>();
        for (int i = 0; i < Math.max(rows, 1); i++) {
            int row = i;
            tuples.add(columns.stream()
                    .map(column -> cell(column.getValue().path(row), sqlType(column.getKey())))
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        List<String> casts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : columns) {
            casts.add("CAST(c" + casts.size() + " AS " + sqlType(column.getKey()) + ") AS "
                    + Quoting.identifier(column.getKey()));
        }
        String names =
                IntStream.range(0, casts.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", ", "(", ")"));
        String name = Quoting.identifier(table);
        session.execute("CREATE OR REPLACE " + kind + " " + name + " AS SELECT " + String.join(", ", casts)
                + " FROM (VALUES " + String.join(", ", tuples) + ") AS cells " + names + (rows == 0 ? " LIMIT 0" : ""));
        return session.describe("SELECT * FROM " + name);
    }

    private String sqlType(String column) {
        return TYPES.getOrDefault(json.get("types").path(column).asText(), "STRING");
    }

    private static String cell(JsonNode value, String type) {
        if (value.isNull() || value.isMissingNode()) {
            return "NULL";
        }
        String text = value.isValueNode()
                ? value.asText()
                : value.has("$float") ? value.get("$float").asText() : value.toString();
        boolean dated = type.equals("DATE") || type.equals("TIMESTAMP");
        String readable = dated ? DateText.normalize(text, false).orElse(text) : text;
        return Quoting.text(readable);
    }
}
