package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small pieces of JSON Schema. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode type(String type) {
        return object().put("type", type);
    }

    static ObjectNode anyOf(Iterable<ObjectNode> schemas) {
        ObjectNode any = object();
        schemas.forEach(any.withArray("anyOf")::add);
        return any;
    }

    /** A schema that also takes a text with a substitution, whose value is not known to an editor. */
    static ObjectNode orSubstitution(ObjectNode schema) {
        ObjectNode any = object();
        any.withArray("anyOf").add(schema).add(type("string").put("pattern", "\\$\\{(env|file|var):[^}]+\\}"));
        return any;
    }
}
