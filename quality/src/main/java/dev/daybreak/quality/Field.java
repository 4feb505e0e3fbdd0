package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;

/** A column as a check reads it: its name as the schema spells it, and its quoted form for SQL. */
record Field(String name, DataType type, String sql) {
    Field(String name, DataType type) {
        this(name, type, Quoting.identifier(name));
    }

    boolean isText() {
        return type == DataType.Primitive.STRING;
    }

    Field requireText() {
        if (!isText()) {
            throw new Unevaluable("column '" + name + "' is " + type + ", but this expectation reads strings");
        }
        return this;
    }

    Field requireNumeric() {
        if (!type.isNumeric()) {
            throw new Unevaluable("column '" + name + "' is " + type + ", but this expectation reads numbers");
        }
        return this;
    }
}
