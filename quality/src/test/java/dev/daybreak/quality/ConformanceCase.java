package dev.daybreak.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.engine.Session;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
     * @param withNumbers whether to compare counts and observed values too
     */
    Optional<String> disagreement(Session session, boolean withNumbers) {
        Schema schema = load(session, "conformance", json.get("data"));
        for (JsonNode other : json.path("other_tables")) {
            load(session, other.get("name").asText(), other.get("data"));
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

    private Schema load(Session session, String table, JsonNode data) {
        List<String> columns = new ArrayList<>();
        int rows = 0;
        for (Map.Entry<String, JsonNode> column : data.properties()) {
            columns.add(Quoting.identifier(column.getKey()) + " " + sqlType(column.getKey()));
            rows = Math.max(rows, column.getValue().size());
        }
        String name = Quoting.identifier(table);
        session.execute("CREATE OR REPLACE TEMP TABLE " + name + " (" + String.join(", ", columns) + ")");
        List<String> tuples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>();
            for (Iterator<Map.Entry<String, JsonNode>> it = data.properties().iterator(); it.hasNext(); ) {
                Map.Entry<String, JsonNode> column = it.next();
                cells.add(cell(column.getValue().path(row), sqlType(column.getKey())));
            }
            tuples.add(cells.stream().collect(Collectors.joining(", ", "(", ")")));
        }
        if (rows > 0) {
            session.execute("INSERT INTO " + name + " VALUES " + String.join(", ", tuples));
        }
        return session.describe("SELECT * FROM " + name);
    }

    private String sqlType(String column) {
        return TYPES.getOrDefault(json.get("types").path(column).asText(), "VARCHAR");
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
        return "CAST(" + Quoting.text(readable) + " AS " + type + ")";
    }
}
