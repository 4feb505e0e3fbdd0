package dev.daybreak.project.schema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A named column of a table or field of a struct.
 *
 * @param required whether null is refused
 * @param description for people; empty if there is none
 * @param was the name that its author says it had before, whose rows are its own; columns of tables only
 * @param tags words that its author says of it, such as {@code pii}; they decide about no rows
 */
public record Column(
        String name, DataType type, boolean required, String description, Optional<String> was, List<String> tags) {
    public Column {
        tags = List.copyOf(tags);
        Objects.requireNonNull(was, "was");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(description, "description");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Invalid column: its name is empty");
        }
    }

    /** A column without tags. */
    public Column(String name, DataType type, boolean required, String description, Optional<String> was) {
        this(name, type, required, description, was, List.of());
    }

    /** A column without tags that had no other name before. */
    public Column(String name, DataType type, boolean required, String description) {
        this(name, type, required, description, Optional.empty());
    }

    /** A column that may be null and has no description. */
    public static Column of(String name, DataType type) {
        return new Column(name, type, false, "");
    }

    public Column withType(DataType other) {
        return new Column(name, other, required, description, was, tags);
    }
}
