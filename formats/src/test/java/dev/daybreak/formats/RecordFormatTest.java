package dev.daybreak.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordFormatTest {
    private static final int ROWS = 3_000;

    @TempDir
    Path folder;

    /** Whatever the rows, from a seed. */
    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void readsBackEveryTypeThatItWrote(RecordFormat format) {
        Schema schema = RandomRows.everyType();
        for (long seed = 1; seed <= 5; seed++) {
            List<List<Object>> rows = new RandomRows(seed).rows(schema, ROWS);
            Path file = folder.resolve(seed + "." + format);

            long written = format.write(RandomRows.of(schema, rows), schema, file);

            Rows read = format.open(file);
            assertThat(written).isEqualTo(ROWS);
            assertThat(read.schema().columns())
                    .extracting(Column::name, Column::type)
                    .isEqualTo(named(schema.columns()));
            assertEqual(RandomRows.read(read), rows, "seed " + seed);
        }
    }

    private static List<Tuple> named(List<Column> columns) {
        return columns.stream()
                .map(column -> tuple(column.name(), column.type()))
                .toList();
    }

    private static void assertEqual(List<List<Object>> found, List<List<Object>> expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(RandomRows.comparable(found.get(i)))
                    .as(what + ", row " + i)
                    .isEqualTo(RandomRows.comparable(expected.get(i)));
        }
    }

    @Test
    void readsAvroOfOtherPrograms() throws IOException {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "click", "namespace": "shop", "fields": [
                          {"name": "id", "type": "int", "doc": "Its number"},
                          {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "wall", "type": ["null", {"type": "long", "logicalType": "local-timestamp-micros"}]},
                          {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                          {"name": "noon", "type": {"type": "int", "logicalType": "time-millis"}},
                          {"name": "price", "type": {"type": "fixed", "name": "p", "size": 4, "logicalType": "decimal", "precision": 9, "scale": 2}},
                          {"name": "device", "type": {"type": "enum", "name": "d", "symbols": ["phone", "desk"]}},
                          {"name": "hash", "type": {"type": "fixed", "name": "h", "size": 2}},
                          {"name": "counts", "type": {"type": "map", "values": ["null", "long"]}}]}
                        """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", 5);
        record.put("seen", -1L);
        record.put("wall", 1_500_000L);
        record.put("day", 1);
        record.put("noon", 43_200_000);
        record.put("price", new GenericData.Fixed(schema.getField("price").schema(), new byte[] {-1, -1, -1, 0}));
        record.put(
                "device", new GenericData.EnumSymbol(schema.getField("device").schema(), "desk"));
        record.put("hash", new GenericData.Fixed(schema.getField("hash").schema(), new byte[] {1, 2}));
        record.put("counts", Map.of("a", 1L));
        Path file = folder.resolve("other.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.snappyCodec()).create(schema, file.toFile());
            writer.append(record);
        }

        Rows rows = RecordFormat.AVRO.open(file);

        assertThat(rows.schema().columns())
                .extracting(Column::toString)
                .first()
                .isEqualTo(new Column("id", Primitive.INT, true, "Its number").toString());
        assertThat(rows.schema().columns())
                .extracting(Column::type)
                .containsExactly(
                        Primitive.INT,
                        Primitive.TIMESTAMPTZ,
                        Primitive.TIMESTAMP,
                        Primitive.DATE,
                        Primitive.STRING,
                        new DataType.Decimal(9, 2),
                        Primitive.STRING,
                        Primitive.BINARY,
                        new DataType.MapOf(Primitive.STRING, Primitive.LONG));
        List<Object> row = RandomRows.read(rows).get(0);
        assertThat((byte[]) row.remove(7)).containsExactly(1, 2);
        assertThat(row)
                .containsExactly(
                        5,
                        Instant.parse("1969-12-31T23:59:59.999Z"),
                        LocalDateTime.parse("1970-01-01T00:00:01.5"),
                        LocalDate.of(1970, 1, 2),
                        "12:00",
                        new BigDecimal("-2.56"),
                        "desk",
                        Map.of("a", 1L));
    }

    @Test
    void namesAColumnWhoseTypeNoTypeOfTheContractHolds() throws IOException {
        org.apache.avro.Schema schema = SchemaBuilder.record("r")
                .fields()
                .name("parts")
                .type()
                .array()
                .items()
                .unionOf()
                .longType()
                .and()
                .stringType()
                .endUnion()
                .noDefault()
                .endRecord();
        Path file = folder.resolve("union.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, file.toFile());
        }

        assertThatThrownBy(() -> RecordFormat.AVRO.open(file))
                .isInstanceOf(DaybreakException.class)
                .hasMessageStartingWith(
                        "Cannot read column 'parts.element': its type is a union of long or string; permitted is");
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void tellsThatAFileIsDamaged(RecordFormat format) throws IOException {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG));
        Path file = folder.resolve("rows." + format);
        format.write(RandomRows.of(schema, new RandomRows(1).rows(schema, 100_000)), schema, file);
        byte[] bytes = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertDamaged(format, file);

        Files.writeString(file, "id\n1\n");
        assertDamaged(format, file);

        Files.write(file, new byte[0]);
        assertDamaged(format, file);
    }

    @Test
    void copiesOnlyIntactFilesThatWereWrittenForATable() throws IOException {
        Path file = folder.resolve("other.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            writer.create(SchemaBuilder.record("r").fields().requiredLong("id").endRecord(), file.toFile());
        }
        Path parquet = folder.resolve("copy.parquet");

        assertThatThrownBy(() -> TableFile.toParquet(file, parquet))
                .hasMessageStartingWith("Cannot read '" + file + "': it has columns without field ids");

        Files.writeString(file, "id\n1\n");
        assertThatThrownBy(() -> TableFile.toParquet(file, parquet))
                .hasMessageStartingWith(
                        "Cannot read '" + file + "': it is missing, or does not begin as an Avro or ORC file does");
    }

    private static void assertDamaged(RecordFormat format, Path file) {
        assertThatThrownBy(() -> RandomRows.read(format.open(file)))
                .isInstanceOfSatisfying(DaybreakException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_SOURCE);
                    assertThat(failure.getMessage()).startsWith("Cannot read '" + file + "': it is no intact ");
                });
    }
}
