package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;

/**
 * A parameter in the path or in the query of an operation.
 *
 * @param isInPath else it is in the query, and may be left out
 */
record Parameter(String name, Schema schema, boolean isInPath, String description) {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    static Parameter path(String name, String description) {
        return new Parameter(name, Schema.text(400), true, description);
    }

    static Parameter query(String name, Schema schema, String description) {
        return new Parameter(name, schema, false, description);
    }

    /** The value of a text, checked: texts that look like whole numbers are numbers if the parameter is one. */
    JsonNode value(String text) {
        boolean isInteger = "integer".equals(schema.json().path("type").textValue());
        JsonNode value = isInteger && WHOLE.matcher(text).matches()
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : JsonNodeFactory.instance.textNode(text);
        schema.check(name, value);
        return value;
    }
}
