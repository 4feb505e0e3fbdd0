package dev.daybreak.formats;

import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Our types and Iceberg's, to and fro. Stateless. */
public final class IcebergTypes {
    /** Ids of a schema that is made here only have to differ: Iceberg gives its own when a table or column is made. */
    private int nextId = 1;

    private IcebergTypes() {}

    /** Columns with ids counted from 1, as they stand in no table. */
    public static org.apache.iceberg.Schema schema(Schema schema) {
        return new org.apache.iceberg.Schema(new IcebergTypes().fields(schema.columns()));
    }

    /** A type with ids counted from 1. */
    public static Type type(DataType type) {
        return new IcebergTypes().convert(type);
    }

    private List<NestedField> fields(List<Column> columns) {
        List<NestedField> fields = new ArrayList<>();
        for (Column column : columns) {
            int id = nextId++;
            String description = column.description().isEmpty() ? null : column.description();
            Type type = convert(column.type());
            fields.add(
                    column.required()
                            ? NestedField.required(id, column.name(), type, description)
                            : NestedField.optional(id, column.name(), type, description));
        }
        return fields;
    }

    private Type convert(DataType type) {
        if (type instanceof Primitive primitive) {
            return primitive(primitive);
        }
        if (type instanceof DataType.Decimal decimal) {
            return Types.DecimalType.of(decimal.precision(), decimal.scale());
        }
        if (type instanceof DataType.ListOf list) {
            return Types.ListType.ofOptional(nextId++, convert(list.element()));
        }
        if (type instanceof DataType.MapOf map) {
            int key = nextId++;
            return Types.MapType.ofOptional(key, nextId++, convert(map.key()), convert(map.value()));
        }
        return Types.StructType.of(fields(((DataType.Struct) type).fields()));
    }

    private static Type primitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case STRING -> Types.StringType.get();
            case BINARY -> Types.BinaryType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMPTZ -> Types.TimestampType.withZone();
        };
    }

    /** The columns of a table. A column of a type that the contract has not fails with {@code INVALID_PROJECT}, as in all that follows. */
    public static Schema schema(org.apache.iceberg.Schema schema) {
        return new Schema(columns(schema.columns()));
    }

    private static List<Column> columns(List<NestedField> fields) {
        return fields.stream().map(IcebergTypes::column).toList();
    }

    /** A column or a field of one. */
    public static Column column(NestedField field) {
        String description = field.doc() == null ? "" : field.doc();
        return new Column(field.name(), type(field.type(), field.name()), field.isRequired(), description);
    }

    /** Whether two types are alike but for field ids. */
    public static boolean equal(Type has, DataType wanted) {
        return type(has, "").equals(wanted);
    }

    /** @param column for messages */
    public static DataType type(Type type, String column) {
        return switch (type.typeId()) {
            case BOOLEAN -> Primitive.BOOLEAN;
            case INTEGER -> Primitive.INT;
            case LONG -> Primitive.LONG;
            case FLOAT -> Primitive.FLOAT;
            case DOUBLE -> Primitive.DOUBLE;
            case STRING -> Primitive.STRING;
            case BINARY -> Primitive.BINARY;
            case DATE -> Primitive.DATE;
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC() ? Primitive.TIMESTAMPTZ : Primitive.TIMESTAMP;
            case DECIMAL ->
                new DataType.Decimal(((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale());
            case LIST -> new DataType.ListOf(type(type.asListType().elementType(), column));
            case MAP ->
                new DataType.MapOf(
                        type(type.asMapType().keyType(), column),
                        type(type.asMapType().valueType(), column));
            case STRUCT -> new DataType.Struct(columns(type.asStructType().fields()));
            default ->
                throw new DaybreakException(
                        ErrorCode.INVALID_PROJECT,
                        "Cannot read column '" + column + "': its Iceberg type is '" + type + "'; permitted: "
                                + DataType.PERMITTED,
                        "Drop the column with the program that made it, or make a table without it.");
        };
    }

    /** The ids of fields, in their order. */
    public static List<Integer> ids(List<NestedField> fields) {
        return fields.stream().map(NestedField::fieldId).toList();
    }

    /** The ids of columns, in their order, with those of what lies in them. */
    public static List<FieldId> fieldIds(org.apache.iceberg.Schema schema) {
        return schema.columns().stream().map(IcebergTypes::fieldId).toList();
    }

    /** The id of a field with those of what lies in it, in Iceberg's order. */
    public static FieldId fieldId(NestedField field) {
        return new FieldId(field.name(), field.fieldId(), children(field.type()));
    }

    private static List<FieldId> children(Type type) {
        return type.isNestedType()
                ? type.asNestedType().fields().stream()
                        .map(IcebergTypes::fieldId)
                        .toList()
                : List.of();
    }
}
