package dev.daybreak.engine.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.EncoderField;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * How the client makes objects of a result's columns. Spark's own choice hangs on the time zone of this virtual machine and loses the
 * order of maps; here dates and times are those of {@code java.time}, lists are {@link ArrayList} and maps {@link LinkedHashMap}.
 */
final class RowEncoders {
    private RowEncoders() {}

    static AgnosticEncoder<Row> of(StructType schema) {
        List<EncoderField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            fields.add(new EncoderField(
                    field.name(), of(field.dataType()), true, Metadata.empty(), Option.empty(), Option.empty()));
        }
        return new AgnosticEncoders.RowEncoder(
                CollectionConverters.asScala(fields).toSeq());
    }

    private static AgnosticEncoder<?> of(DataType type) {
        if (type instanceof StructType struct) {
            return of(struct);
        }
        if (type instanceof ArrayType array) {
            return new AgnosticEncoders.IterableEncoder<>(
                    ClassTag$.MODULE$.apply(ArrayList.class), of(array.elementType()), true, false);
        }
        if (type instanceof MapType map) {
            return new AgnosticEncoders.MapEncoder<>(
                    ClassTag$.MODULE$.apply(LinkedHashMap.class), of(map.keyType()), of(map.valueType()), true);
        }
        if (type instanceof DecimalType decimal) {
            return new AgnosticEncoders.JavaDecimalEncoder(decimal, false);
        }
        return ofPrimitive(type);
    }

    private static AgnosticEncoder<?> ofPrimitive(DataType type) {
        if (type instanceof BooleanType) {
            return AgnosticEncoders.BoxedBooleanEncoder$.MODULE$;
        }
        if (type instanceof ByteType) {
            return AgnosticEncoders.BoxedByteEncoder$.MODULE$;
        }
        if (type instanceof ShortType) {
            return AgnosticEncoders.BoxedShortEncoder$.MODULE$;
        }
        if (type instanceof IntegerType) {
            return AgnosticEncoders.BoxedIntEncoder$.MODULE$;
        }
        if (type instanceof LongType) {
            return AgnosticEncoders.BoxedLongEncoder$.MODULE$;
        }
        if (type instanceof FloatType) {
            return AgnosticEncoders.BoxedFloatEncoder$.MODULE$;
        }
        if (type instanceof DoubleType) {
            return AgnosticEncoders.BoxedDoubleEncoder$.MODULE$;
        }
        if (type instanceof StringType) {
            return AgnosticEncoders.StringEncoder$.MODULE$;
        }
        if (type instanceof BinaryType) {
            return AgnosticEncoders.BinaryEncoder$.MODULE$;
        }
        if (type instanceof DateType) {
            return new AgnosticEncoders.LocalDateEncoder(false);
        }
        if (type instanceof TimestampNTZType) {
            return AgnosticEncoders.LocalDateTimeEncoder$.MODULE$;
        }
        if (type instanceof TimestampType) {
            return new AgnosticEncoders.InstantEncoder(false);
        }
        if (type instanceof NullType) {
            return AgnosticEncoders.NullEncoder$.MODULE$;
        }
        throw new IllegalArgumentException("Cannot read a column of Spark's type " + type.sql());
    }
}
