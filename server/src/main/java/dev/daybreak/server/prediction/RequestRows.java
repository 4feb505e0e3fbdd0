package dev.daybreak.server.prediction;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.daybreak.models.features.RowEncoder;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.server.web.HttpFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a request's body into encoded rows, one after the other. Every refusal names the row. */
final class RequestRows {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String FORMS = "Send an object, an array of objects, or {\"instances\": [...]}";

    private final RowEncoder encoder;

    RequestRows(RowEncoder encoder) {
        this.encoder = encoder;
    }

    /** @return rows times features */
    float[] read(MediaType type, String body) {
        return switch (type) {
            case CSV -> csv(CsvText.parse(body));
            case JSON -> json(body);
            case JSON_LINES -> lines(body);
        };
    }

    private float[] csv(List<List<String>> rows) {
        List<Integer> order = new ArrayList<>();
        boolean hasHeader =
                rows.get(0).stream().allMatch(cell -> encoder.columns().stream().anyMatch(cell::equalsIgnoreCase));
        for (int i = 0; i < encoder.width(); i++) {
            order.add(i);
        }
        if (hasHeader) {
            order = rows.get(0).stream().map(encoder::position).toList();
            if (order.stream().distinct().count() < order.size()) {
                throw HttpFailure.badRequest("Invalid CSV: a field stands twice in the header", "row 1", "");
            }
        }
        int first = hasHeader ? 1 : 0;
        float[] values = missing(rows.size() - first);
        for (int row = first; row < rows.size(); row++) {
            List<String> cells = rows.get(row);
            String place = "row " + (row + 1);
            if (cells.size() != order.size()) {
                throw HttpFailure.badRequest(
                        "Invalid CSV: " + cells.size() + " values where " + order.size() + " are expected",
                        place,
                        "The fields, in order: "
                                + String.join(
                                        ", ",
                                        order.stream()
                                                .map(encoder.columns()::get)
                                                .toList()));
            }
            for (int i = 0; i < cells.size(); i++) {
                int position = order.get(i);
                values[(row - first) * encoder.width() + position] = text(position, cells.get(i), place);
            }
        }
        return values;
    }

    private float text(int position, String cell, String place) {
        try {
            return encoder.encodeText(position, cell);
        } catch (DaybreakException e) {
            throw HttpFailure.badRequest(e, place);
        }
    }

    private float[] json(String body) {
        Object value = parse(body, "");
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("instances") instanceof List<?> instances) {
            return rows(instances);
        }
        return rows(value instanceof List<?> list ? list : List.of(value == null ? "null" : value));
    }

    private float[] lines(String body) {
        List<Object> rows = new ArrayList<>();
        for (String line : body.lines().filter(each -> !each.isBlank()).toList()) {
            Object value = parse(line, "row " + (rows.size() + 1));
            rows.add(value == null ? "null" : value);
        }
        return rows(rows);
    }

    private float[] rows(List<?> rows) {
        float[] values = missing(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String place = "row " + (i + 1);
            if (!(rows.get(i) instanceof Map<?, ?> row)) {
                throw HttpFailure.badRequest("Invalid JSON: a row must be an object of fields", place, FORMS);
            }
            try {
                encoder.encode(named(row), values, i * encoder.width());
            } catch (DaybreakException e) {
                throw HttpFailure.badRequest(e, place);
            }
        }
        return values;
    }

    @SuppressWarnings("unchecked") // Keys of JSON objects are texts.
    private static Map<String, Object> named(Map<?, ?> row) {
        return (Map<String, Object>) row;
    }

    private static Object parse(String text, String place) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? place
                    : (place.isEmpty() ? "line " + e.getLocation().getLineNr() + ", " : place + ", ") + "column "
                            + e.getLocation().getColumnNr();
            throw HttpFailure.badRequest("Invalid JSON: " + e.getOriginalMessage(), where, FORMS);
        }
    }

    private float[] missing(int rows) {
        float[] values = new float[Math.multiplyExact(rows, encoder.width())];
        java.util.Arrays.fill(values, Float.NaN);
        return values;
    }
}
