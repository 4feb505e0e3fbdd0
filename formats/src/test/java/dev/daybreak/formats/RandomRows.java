package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows of a schema by a seed: a fifth of the values null, and those at the edges of their types often. */
public final class RandomRows {
    private static final String[] TEXTS = {"", "a", "Grüße, \"Ana\"", "line\nbreak", "null", "\u0000", "😀", "1.50"};

    private static final float[] FLOATS = {Float.MIN_VALUE, -Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, -0.0f
    };
    private static final double[] DOUBLES = {
        Double.MIN_VALUE, -Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, -0.0
    };

    private final Random random;

    public RandomRows(long seed) {
        this.random = new Random(seed);
    }

    /** Every type of the contract, and each nested in the others; a name that Avro does not permit, and one that has dots. */
    public static Schema everyType() {
        List<Column> columns = new ArrayList<>();
        for (Primitive type : Primitive.values()) {
            columns.add(Column.of("c_" + type, type));
            columns.add(Column.of("list of " + type, new ListOf(type)));
        }
        Struct struct = new Struct(List.of(
                Column.of("n", Primitive.LONG),
                Column.of("at", Primitive.TIMESTAMP),
                Column.of("parts", new ListOf(new Struct(List.of(Column.of("b", Primitive.BINARY)))))));
        columns.add(Column.of("small", new Decimal(4, 2)));
        columns.add(Column.of("middle", new Decimal(18, 0)));
        columns.add(Column.of("large.decimal", new Decimal(38, 10)));
        columns.add(Column.of("struct", struct));
        columns.add(Column.of("by_name", new MapOf(Primitive.STRING, Primitive.DOUBLE)));
        columns.add(Column.of("by_number", new MapOf(Primitive.LONG, struct)));
        columns.add(Column.of("by_day", new MapOf(Primitive.DATE, new ListOf(Primitive.TIMESTAMPTZ))));
        columns.add(Column.of("lists", new ListOf(new ListOf(new Decimal(12, 3)))));
        columns.add(new Column("needed", Primitive.INT, true, "Never null"));
        return new Schema(columns);
    }

    public List<List<Object>> rows(Schema schema, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (Column column : schema.columns()) {
                row.add(column.required() ? value(column.type()) : optional(column.type()));
            }
            rows.add(row);
        }
        return rows;
    }

    private Object optional(DataType type) {
        return random.nextInt(5) == 0 ? null : value(type);
    }

    private Object value(DataType type) {
        if (type instanceof Decimal decimal) {
            BigInteger bound = BigInteger.TEN.pow(decimal.precision());
            BigInteger digits =
                    random.nextInt(4) == 0 ? bound.subtract(BigInteger.ONE) : new BigInteger(140, random).mod(bound);
            return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), decimal.scale());
        } else if (type instanceof ListOf list) {
            List<Object> values = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                values.add(optional(list.element()));
            }
            return values;
        } else if (type instanceof MapOf map) {
            Map<Object, Object> values = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                values.put(value(map.key()), optional(map.value()));
            }
            return values;
        } else if (type instanceof Struct struct) {
            Map<String, Object> values = new LinkedHashMap<>();
            struct.fields().forEach(field -> values.put(field.name(), optional(field.type())));
            return values;
        }
        return primitive((Primitive) type);
    }

    private Object primitive(Primitive type) {
        boolean edge = random.nextInt(4) == 0;
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> edge ? Integer.MIN_VALUE : random.nextInt();
            case LONG -> edge ? Long.MAX_VALUE : random.nextLong();
            case FLOAT -> edge ? FLOATS[random.nextInt(FLOATS.length)] : (float) random.nextGaussian();
            case DOUBLE -> edge ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BINARY -> bytes();
            case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
            case TIMESTAMP -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case TIMESTAMPTZ -> instant();
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Before and after 1970, to the microsecond. */
    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    }

    /** Rows as an engine would hand them out. */
    public static Rows of(Schema schema, List<List<Object>> rows) {
        return new FileRows() {
            private int at = -1;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public boolean next() {
                return ++at < rows.size();
            }

            @Override
            public Object value(int column) {
                return rows.get(at).get(column);
            }

            @Override
            public void close() {}
        };
    }

    /** Writes rows to a Parquet file with field ids, one for each column. */
    public static void write(Schema schema, List<List<Object>> rows, List<FieldId> ids, Path file) {
        ParquetFile.write(of(schema, rows), ids, file);
    }

    /** A value that equals another if both are the same: bytes by their content, and maps whatever the order of their entries. */
    public static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            list.forEach(one -> values.add(comparable(one)));
            return values;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> values = new HashMap<>();
            map.forEach((key, one) -> values.put(comparable(key), comparable(one)));
            return values;
        }
        return value;
    }

    /** All rows of a result, which is closed. */
    public static List<List<Object>> read(Rows rows) {
        List<List<Object>> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < rows.schema().columns().size(); i++) {
                    row.add(rows.value(i));
                }
                all.add(row);
            }
        }
        return all;
    }
}
