package dev.daybreak.formats;

import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Rows as Parquet takes them. Names may hold any character, which Iceberg's writer of Parquet would encode, and which would need all of
 * Hadoop besides. Everything is optional: the contract judges later.
 */
final class ParquetRecords extends WriteSupport<Object[]> {
    /** Bytes of the widest decimal, which has 38 digits. */
    private static final int DECIMAL_BYTES = 16;

    private final List<Column> columns;
    private final MessageType type;
    private RecordConsumer consumer;

    /** @param ids of the columns, in their order; empty: none */
    ParquetRecords(Schema schema, List<FieldId> ids) {
        this.columns = schema.columns();
        this.type = new MessageType("row", fields(columns, ids));
    }

    private static List<Type> fields(List<Column> columns, List<FieldId> ids) {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.add(type(columns.get(i).type(), columns.get(i).name(), at(ids, i)));
        }
        return fields;
    }

    private static Optional<FieldId> at(List<FieldId> ids, int index) {
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(index));
    }

    private static Type type(DataType type, String name, Optional<FieldId> id) {
        Type plain = type(type, name, id.map(FieldId::children).orElse(List.of()));
        return id.isPresent() ? plain.withId(id.get().id()) : plain;
    }

    /** @param ids of what lies in it, in the order of Iceberg */
    private static Type type(DataType type, String name, List<FieldId> ids) {
        if (type instanceof Decimal decimal) {
            return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                    .length(DECIMAL_BYTES)
                    .as(LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision()))
                    .named(name);
        } else if (type instanceof ListOf list) {
            return Types.optionalList()
                    .element(type(list.element(), "element", at(ids, 0)))
                    .named(name);
        } else if (type instanceof MapOf map) {
            Type key = type(map.key(), "key", at(ids, 0));
            return Types.optionalMap()
                    .key(key.isPrimitive() ? required(key) : key)
                    .value(type(map.value(), "value", at(ids, 1)))
                    .named(name);
        } else if (type instanceof Struct struct) {
            return Types.optionalGroup()
                    .addFields(fields(struct.fields(), ids).toArray(Type[]::new))
                    .named(name);
        }
        return primitive((Primitive) type, Type.Repetition.OPTIONAL, name);
    }

    private static Type required(Type key) {
        Type required = Types.primitive(key.asPrimitiveType().getPrimitiveTypeName(), Type.Repetition.REQUIRED)
                .length(key.asPrimitiveType().getTypeLength())
                .as(key.getLogicalTypeAnnotation())
                .named("key");
        return key.getId() == null ? required : required.withId(key.getId().intValue());
    }

    private static Type primitive(Primitive type, Type.Repetition repetition, String name) {
        PrimitiveTypeName stored =
                switch (type) {
                    case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
                    case INT, DATE -> PrimitiveTypeName.INT32;
                    case LONG, TIMESTAMP, TIMESTAMPTZ -> PrimitiveTypeName.INT64;
                    case FLOAT -> PrimitiveTypeName.FLOAT;
                    case DOUBLE -> PrimitiveTypeName.DOUBLE;
                    case STRING, BINARY -> PrimitiveTypeName.BINARY;
                };
        LogicalTypeAnnotation meaning =
                switch (type) {
                    case DATE -> LogicalTypeAnnotation.dateType();
                    case TIMESTAMP -> LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS);
                    case TIMESTAMPTZ -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
                    case STRING -> LogicalTypeAnnotation.stringType();
                    default -> null;
                };
        return Types.primitive(stored, repetition).as(meaning).named(name);
    }

    @Override
    public WriteContext init(ParquetConfiguration settings) {
        return new WriteContext(type, Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration settings) {
        return new WriteContext(type, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer records) {
        consumer = records;
    }

    @Override
    public void write(Object[] values) {
        consumer.startMessage();
        for (int i = 0; i < values.length; i++) {
            field(columns.get(i).name(), i, values[i], columns.get(i).type());
        }
        consumer.endMessage();
    }

    private void field(String name, int index, Object value, DataType type) {
        if (value != null) {
            consumer.startField(name, index);
            write(value, type);
            consumer.endField(name, index);
        }
    }

    private void write(Object value, DataType type) {
        if (type instanceof Decimal decimal) {
            consumer.addBinary(decimal((BigDecimal) value, decimal.scale()));
        } else if (type instanceof ListOf list) {
            consumer.startGroup();
            repeated("list", ((List<?>) value).size() > 0, () -> ((List<?>) value).forEach(one -> {
                consumer.startGroup();
                field("element", 0, one, list.element());
                consumer.endGroup();
            }));
            consumer.endGroup();
        } else if (type instanceof MapOf map) {
            consumer.startGroup();
            repeated("key_value", !((Map<?, ?>) value).isEmpty(), () -> ((Map<?, ?>) value).forEach((key, one) -> {
                consumer.startGroup();
                field("key", 0, key, map.key());
                field("value", 1, one, map.value());
                consumer.endGroup();
            }));
            consumer.endGroup();
        } else if (type instanceof Struct struct) {
            consumer.startGroup();
            for (int i = 0; i < struct.fields().size(); i++) {
                Column field = struct.fields().get(i);
                field(field.name(), i, ((Map<?, ?>) value).get(field.name()), field.type());
            }
            consumer.endGroup();
        } else {
            primitive(value, (Primitive) type);
        }
    }

    /** Parquet knows no field without values: an empty list is a group without one. */
    private void repeated(String name, boolean hasValues, Runnable values) {
        if (hasValues) {
            consumer.startField(name, 0);
            values.run();
            consumer.endField(name, 0);
        }
    }

    private void primitive(Object value, Primitive type) {
        switch (type) {
            case BOOLEAN -> consumer.addBoolean((Boolean) value);
            case INT -> consumer.addInteger((Integer) value);
            case LONG -> consumer.addLong((Long) value);
            case FLOAT -> consumer.addFloat((Float) value);
            case DOUBLE -> consumer.addDouble((Double) value);
            case STRING -> consumer.addBinary(Binary.fromString((String) value));
            case BINARY -> consumer.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case DATE -> consumer.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> consumer.addLong(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
            case TIMESTAMPTZ -> consumer.addLong(micros((Instant) value));
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Binary decimal(BigDecimal value, int scale) {
        byte[] digits = value.setScale(scale).unscaledValue().toByteArray();
        byte[] bytes = new byte[DECIMAL_BYTES];
        Arrays.fill(bytes, 0, DECIMAL_BYTES - digits.length, (byte) (digits[0] < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, DECIMAL_BYTES - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }
}
