package dev.daybreak.formats;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/** How values of an ORC type are read. */
record OrcType(DataType type, Value value) {
    /** Takes a value that is not null out of a vector. */
    @FunctionalInterface
    interface Value {
        Object read(ColumnVector vector, int row);
    }

    Object read(ColumnVector vector, int row) {
        int at = vector.isRepeating ? 0 : row;
        return !vector.noNulls && vector.isNull[at] ? null : value.read(vector, at);
    }

    /** @param path names the value in messages */
    static OrcType of(TypeDescription type, String path) {
        return switch (type.getCategory()) {
            case BOOLEAN -> new OrcType(Primitive.BOOLEAN, (vector, row) -> number(vector, row) != 0);
            case BYTE, SHORT, INT -> new OrcType(Primitive.INT, (vector, row) -> (int) number(vector, row));
            case LONG -> new OrcType(Primitive.LONG, OrcType::number);
            case FLOAT ->
                new OrcType(Primitive.FLOAT, (vector, row) -> (float) ((DoubleColumnVector) vector).vector[row]);
            case DOUBLE -> new OrcType(Primitive.DOUBLE, (vector, row) -> ((DoubleColumnVector) vector).vector[row]);
            case STRING, CHAR, VARCHAR ->
                new OrcType(Primitive.STRING, (vector, row) -> new String(bytes(vector, row), StandardCharsets.UTF_8));
            case BINARY -> new OrcType(Primitive.BINARY, OrcType::bytes);
            case DATE -> new OrcType(Primitive.DATE, (vector, row) -> LocalDate.ofEpochDay(number(vector, row)));
            case TIMESTAMP_INSTANT -> new OrcType(Primitive.TIMESTAMPTZ, OrcType::instant);
            case TIMESTAMP ->
                new OrcType(
                        Primitive.TIMESTAMP,
                        (vector, row) -> LocalDateTime.ofInstant(instant(vector, row), ZoneOffset.UTC));
            case DECIMAL -> ofDecimal(type, path);
            case LIST -> ofList(type, path);
            case MAP -> ofMap(type, path);
            case STRUCT -> ofStruct(type, path);
            default -> throw Foreign.unknown(path, type.toString());
        };
    }

    private static long number(ColumnVector vector, int row) {
        return ((LongColumnVector) vector).vector[row];
    }

    private static byte[] bytes(ColumnVector vector, int row) {
        BytesColumnVector bytes = (BytesColumnVector) vector;
        return Arrays.copyOfRange(bytes.vector[row], bytes.start[row], bytes.start[row] + bytes.length[row]);
    }

    private static Instant instant(ColumnVector vector, int row) {
        TimestampColumnVector times = (TimestampColumnVector) vector;
        return Instant.ofEpochSecond(Math.floorDiv(times.time[row], 1_000L), times.nanos[row] / 1_000 * 1_000L);
    }

    private static OrcType ofDecimal(TypeDescription type, String path) {
        DataType decimal = Foreign.decimal(type.getPrecision(), type.getScale(), path);
        int scale = ((Decimal) decimal).scale();
        return new OrcType(decimal, (vector, row) -> ((DecimalColumnVector) vector)
                .vector[row]
                .getHiveDecimal()
                .bigDecimalValue()
                .setScale(scale));
    }

    private static OrcType ofList(TypeDescription type, String path) {
        OrcType element = of(type.getChildren().get(0), path + ".element");
        return new OrcType(new ListOf(element.type), (vector, row) -> {
            ListColumnVector lists = (ListColumnVector) vector;
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < lists.lengths[row]; i++) {
                list.add(element.read(lists.child, (int) lists.offsets[row] + i));
            }
            return list;
        });
    }

    private static OrcType ofMap(TypeDescription type, String path) {
        OrcType key = of(type.getChildren().get(0), path + ".key");
        OrcType value = of(type.getChildren().get(1), path + ".value");
        return new OrcType(new MapOf(key.type, value.type), (vector, row) -> {
            MapColumnVector maps = (MapColumnVector) vector;
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < maps.lengths[row]; i++) {
                int at = (int) maps.offsets[row] + i;
                map.put(key.read(maps.keys, at), value.read(maps.values, at));
            }
            return map;
        });
    }

    private static OrcType ofStruct(TypeDescription type, String path) {
        List<Column> columns = new ArrayList<>();
        List<OrcType> fields = new ArrayList<>();
        for (int i = 0; i < type.getFieldNames().size(); i++) {
            String name = type.getFieldNames().get(i);
            OrcType field = of(type.getChildren().get(i), path + "." + name);
            fields.add(field);
            columns.add(Column.of(name, field.type));
        }
        return new OrcType(new Struct(columns), (vector, row) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                values.put(columns.get(i).name(), fields.get(i).read(((StructColumnVector) vector).fields[i], row));
            }
            return values;
        });
    }
}
