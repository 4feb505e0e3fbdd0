package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.store.JsonText;
import java.util.Map;

/**
 * A message as a target gets it.
 *
 * @param id the same with every try
 */
record Message(String id, Map<String, Object> document) {
    String json() {
        return JsonText.write(document);
    }

    /** What it says, for people: at least a line. */
    String text() {
        return String.valueOf(document.get("text"));
    }

    /** A value of the document as text; empty if it has none. */
    String value(String name) {
        Object value = document.get(name);
        return value == null ? "" : value.toString();
    }

    /** All that it tells, as lines for people. */
    String letter() {
        StringBuilder lines = new StringBuilder(text()).append("\n\n");
        append(lines, "", document);
        return lines.toString();
    }

    private static void append(StringBuilder lines, String indent, Map<?, ?> values) {
        values.forEach((name, value) -> {
            if (name.equals("text") || value == null || value.equals("")) {
                return;
            }
            if (value instanceof Map<?, ?> map) {
                lines.append(indent).append(name).append(":\n");
                append(lines, indent + "  ", map);
            } else if (value instanceof Iterable<?> items) {
                lines.append(indent).append(name).append(":\n");
                items.forEach(
                        item -> lines.append(indent).append("  - ").append(item).append('\n'));
            } else {
                lines.append(indent).append(name).append(": ").append(value).append('\n');
            }
        });
    }
}
