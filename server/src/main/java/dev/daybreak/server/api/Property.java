package dev.daybreak.server.api;

/**
 * A key of an object.
 *
 * @param description may be empty
 */
record Property(String name, Schema schema, boolean isRequired, String description) {
    static Property of(String name, Schema schema) {
        return new Property(name, schema, true, "");
    }

    static Property of(String name, Schema schema, String description) {
        return new Property(name, schema, true, description);
    }

    static Property optional(String name, Schema schema, String description) {
        return new Property(name, schema, false, description);
    }
}
