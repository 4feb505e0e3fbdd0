package dev.daybreak.ingestion.stage;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names, values and types as the embedded engine's SQL writes them. */
public final class Sql {
    private Sql() {}

    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** A list of texts; {@code []} for none. */
    public static String texts(Collection<String> values) {
        return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A type of a contract. */
    public static String type(DataType type) {
        if (type instanceof Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof ListOf list) {
            return type(list.element()) + "[]";
        }
        if (type instanceof MapOf map) {
            return "MAP(" + type(map.key()) + ", " + type(map.value()) + ")";
        }
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .map(field -> name(field.name()) + " " + type(field.type()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case STRING -> "VARCHAR";
            case BINARY -> "BLOB";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
        };
    }
}
