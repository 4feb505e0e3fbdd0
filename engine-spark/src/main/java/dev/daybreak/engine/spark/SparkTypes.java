package dev.daybreak.engine.spark;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The types of the contract as Spark's, and the way back. */
final class SparkTypes {
    private SparkTypes() {}

    static DataType of(dev.daybreak.project.schema.DataType type) {
        if (type instanceof Primitive primitive) {
            return of(primitive);
        }
        if (type instanceof Decimal decimal) {
            return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
        }
        if (type instanceof ListOf list) {
            return DataTypes.createArrayType(of(list.element()));
        }
        if (type instanceof MapOf map) {
            return DataTypes.createMapType(of(map.key()), of(map.value()));
        }
        return DataTypes.createStructType(((Struct) type)
                .fields().stream()
                        .map(field -> DataTypes.createStructField(field.name(), of(field.type()), true))
                        .toList());
    }

    private static DataType of(Primitive type) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampNTZType;
            case TIMESTAMPTZ -> DataTypes.TimestampType;
        };
    }

    /** The nearest type that holds the values; null if the contract has none. */
    static dev.daybreak.project.schema.DataType nearest(DataType type) {
        if (type instanceof DecimalType decimal) {
            return new Decimal(decimal.precision(), decimal.scale());
        }
        if (type instanceof ArrayType array) {
            dev.daybreak.project.schema.DataType element = nearest(array.elementType());
            return element == null ? null : new ListOf(element);
        }
        if (type instanceof MapType map) {
            dev.daybreak.project.schema.DataType key = nearest(map.keyType());
            dev.daybreak.project.schema.DataType value = nearest(map.valueType());
            return key == null || value == null ? null : new MapOf(key, value);
        }
        if (type instanceof StructType struct) {
            List<Column> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                dev.daybreak.project.schema.DataType nearest = nearest(field.dataType());
                if (nearest == null) {
                    return null;
                }
                fields.add(Column.of(field.name(), nearest));
            }
            return new Struct(fields);
        }
        return nearestPrimitive(type);
    }

    private static Primitive nearestPrimitive(DataType type) {
        if (type instanceof BooleanType) {
            return Primitive.BOOLEAN;
        }
        if (type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType) {
            return Primitive.INT;
        }
        if (type instanceof LongType) {
            return Primitive.LONG;
        }
        if (type instanceof FloatType) {
            return Primitive.FLOAT;
        }
        if (type instanceof DoubleType) {
            return Primitive.DOUBLE;
        }
        if (type instanceof StringType || type instanceof NullType) {
            return Primitive.STRING;
        }
        if (type instanceof BinaryType) {
            return Primitive.BINARY;
        }
        if (type instanceof DateType) {
            return Primitive.DATE;
        }
        if (type instanceof TimestampNTZType) {
            return Primitive.TIMESTAMP;
        }
        return type instanceof TimestampType ? Primitive.TIMESTAMPTZ : null;
    }
}
