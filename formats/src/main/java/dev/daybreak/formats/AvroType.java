package dev.daybreak.formats;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * How values of an Avro schema are read.
 *
 * @param value takes what Avro's generic reader makes of one, without conversions of its own; never null
 */
record AvroType(DataType type, boolean required, Function<Object, Object> value) {
    /** What Iceberg puts beside a name that Avro does not permit, and beside timestamps without a zone. */
    private static final String ICEBERG_NAME = "iceberg-field-name";

    private static final String ADJUST_TO_UTC = "adjust-to-utc";

    Object read(Object raw) {
        return raw == null ? null : value.apply(raw);
    }

    private static AvroType of(DataType type, Function<Object, Object> value) {
        return new AvroType(type, true, value);
    }

    /** @param path names the value in messages */
    static AvroType of(Schema schema, String path) {
        return of(schema, path, Set.of());
    }

    private static AvroType of(Schema schema, String path, Set<String> around) {
        return switch (schema.getType()) {
            case NULL -> new AvroType(Primitive.STRING, false, raw -> null);
            case BOOLEAN -> of(Primitive.BOOLEAN, raw -> raw);
            case INT -> ofInt(schema);
            case LONG -> ofLong(schema);
            case FLOAT -> of(Primitive.FLOAT, raw -> raw);
            case DOUBLE -> of(Primitive.DOUBLE, raw -> raw);
            case STRING, ENUM -> of(Primitive.STRING, Object::toString);
            case BYTES, FIXED -> ofBytes(schema, path);
            case ARRAY -> ofArray(schema, path, around);
            case MAP -> {
                AvroType value = of(schema.getValueType(), path + ".value", around);
                yield of(new MapOf(Primitive.STRING, value.type), raw -> map((Map<?, ?>) raw, value));
            }
            case RECORD -> ofRecord(schema, path, around);
            case UNION -> ofUnion(schema, path, around);
        };
    }

    private static Map<Object, Object> map(Map<?, ?> raw, AvroType value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        raw.forEach((key, one) -> map.put(key.toString(), value.read(one)));
        return map;
    }

    private static AvroType ofInt(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return of(Primitive.DATE, raw -> LocalDate.ofEpochDay((Integer) raw));
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
            return of(Primitive.STRING, raw -> LocalTime.ofNanoOfDay((Integer) raw * 1_000_000L)
                    .toString());
        }
        return of(Primitive.INT, raw -> raw);
    }

    private static AvroType ofLong(Schema schema) {
        String logical =
                schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        boolean zoned = !logical.startsWith("local-") && !Boolean.FALSE.equals(schema.getObjectProp(ADJUST_TO_UTC));
        return switch (logical.replace("local-", "")) {
            case "timestamp-millis" -> time(zoned, 1_000);
            case "timestamp-micros" -> time(zoned, 1_000_000);
            case "timestamp-nanos" -> time(zoned, 1_000_000_000);
            case "time-micros" ->
                of(Primitive.STRING, raw -> LocalTime.ofNanoOfDay((Long) raw * 1_000)
                        .toString());
            default -> of(Primitive.LONG, raw -> raw);
        };
    }

    private static AvroType time(boolean zoned, long perSecond) {
        Function<Object, Instant> instant = raw -> {
            long value = (Long) raw;
            long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
            return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos / 1_000 * 1_000);
        };
        return zoned
                ? of(Primitive.TIMESTAMPTZ, instant::apply)
                : of(Primitive.TIMESTAMP, raw -> LocalDateTime.ofInstant(instant.apply(raw), ZoneOffset.UTC));
    }

    private static byte[] bytes(Object raw) {
        if (raw instanceof GenericFixed fixed) {
            return fixed.bytes().clone();
        }
        ByteBuffer buffer = ((ByteBuffer) raw).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static AvroType ofBytes(Schema schema, String path) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            int scale = decimal.getScale();
            return of(
                    Foreign.decimal(decimal.getPrecision(), scale, path),
                    raw -> new BigDecimal(new BigInteger(bytes(raw)), scale));
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Uuid) {
            return of(Primitive.STRING, raw -> {
                ByteBuffer buffer = ByteBuffer.wrap(bytes(raw));
                return new UUID(buffer.getLong(), buffer.getLong()).toString();
            });
        }
        return of(Primitive.BINARY, AvroType::bytes);
    }

    private static AvroType ofArray(Schema schema, String path, Set<String> around) {
        AvroType element = of(schema.getElementType(), path + ".element", around);
        // Avro's own maps have texts as keys; Iceberg and others write the rest as a list of pairs.
        if ("map".equals(schema.getProp("logicalType")) && element.type instanceof Struct pair) {
            DataType type =
                    new MapOf(pair.fields().get(0).type(), pair.fields().get(1).type());
            return of(type, raw -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (Object one : (List<?>) raw) {
                    List<Object> values = new ArrayList<>(((Map<?, ?>) element.read(one)).values());
                    map.put(values.get(0), values.get(1));
                }
                return map;
            });
        }
        return of(new ListOf(element.type), raw -> {
            List<Object> list = new ArrayList<>();
            for (Object one : (List<?>) raw) {
                list.add(element.read(one));
            }
            return list;
        });
    }

    private static AvroType ofRecord(Schema schema, String path, Set<String> around) {
        if (around.contains(schema.getFullName())) {
            throw Foreign.unknown(path, "'" + schema.getFullName() + "', which holds itself");
        }
        Set<String> inside = new HashSet<>(around);
        inside.add(schema.getFullName());
        List<Column> columns = new ArrayList<>();
        List<AvroType> types = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String written = field.getProp(ICEBERG_NAME);
            String name = written == null ? field.name() : written;
            AvroType type = of(field.schema(), path.isEmpty() ? name : path + "." + name, inside);
            types.add(type);
            columns.add(new Column(name, type.type, type.required, field.doc() == null ? "" : field.doc()));
        }
        if (columns.isEmpty()) {
            throw Foreign.unknown(path, "a record without fields");
        }
        return of(new Struct(columns), raw -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < types.size(); i++) {
                values.put(columns.get(i).name(), types.get(i).read(((IndexedRecord) raw).get(i)));
            }
            return values;
        });
    }

    private static AvroType ofUnion(Schema schema, String path, Set<String> around) {
        List<Schema> types = schema.getTypes().stream()
                .filter(one -> one.getType() != Schema.Type.NULL)
                .toList();
        if (types.size() != 1) {
            String names = types.stream().map(Schema::getName).collect(Collectors.joining(" or "));
            throw Foreign.unknown(path, "a union of " + (names.isEmpty() ? "nothing" : names));
        }
        AvroType only = of(types.get(0), path, around);
        return new AvroType(
                only.type, only.required && types.size() == schema.getTypes().size(), only.value);
    }
}
