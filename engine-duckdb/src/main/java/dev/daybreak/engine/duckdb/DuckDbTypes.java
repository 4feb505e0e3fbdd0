package dev.daybreak.engine.duckdb;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.util.stream.Collectors;

/** How DuckDB writes the types of the contract. */
final class DuckDbTypes {
    private DuckDbTypes() {}

    static String text(DataType type) {
        if (type instanceof Primitive primitive) {
            return text(primitive);
        }
        if (type instanceof Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof ListOf list) {
            return text(list.element()) + "[]";
        }
        if (type instanceof MapOf map) {
            return "MAP(" + text(map.key()) + ", " + text(map.value()) + ")";
        }
        return ((Struct) type)
                .fields().stream()
                        .map(field -> Sql.name(field.name()) + " " + text(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    private static String text(Primitive type) {
        return switch (type) {
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

    /** The same type with every timestamp in it replaced by text, which the driver hands over without the JVM's zone. */
    static DataType timestampsAsText(DataType type) {
        if (type == Primitive.TIMESTAMP) {
            return Primitive.STRING;
        }
        if (type instanceof ListOf list) {
            return new ListOf(timestampsAsText(list.element()));
        }
        if (type instanceof MapOf map) {
            return new MapOf(timestampsAsText(map.key()), timestampsAsText(map.value()));
        }
        if (type instanceof Struct struct) {
            return new Struct(struct.fields().stream()
                    .map(field -> field.withType(timestampsAsText(field.type())))
                    .toList());
        }
        return type;
    }

    /** Whether the driver's column vectors carry the type; the others go through its boxed values. */
    static boolean isFlat(Column column) {
        return column.type() instanceof Decimal
                || (column.type() instanceof Primitive primitive && primitive != Primitive.BINARY);
    }
}
