package dev.daybreak.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** Writes rows to Parquet with the field ids of an Iceberg schema; Iceberg's own writer wants a whole Hadoop. */
final class ParquetRows {
    private ParquetRows() {}

    static void write(Path path, Schema schema, List<Map<String, Object>> rows) {
        MessageType type = ParquetSchemaUtil.convert(schema, "table");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (Map<String, Object> row : rows) {
                Group group = new SimpleGroup(type);
                row.forEach((name, value) -> add(group, name, value));
                writer.write(group);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Group group, String name, Object value) {
        if (value instanceof Integer number && isLong(group, name)) {
            group.add(name, number.longValue());
        } else if (value instanceof Integer number) {
            group.add(name, number);
        } else if (value instanceof Long number) {
            group.add(name, number);
        } else if (value instanceof Double number) {
            group.add(name, number);
        } else if (value instanceof String text) {
            group.add(name, text);
        } else if (value instanceof LocalDate day) {
            group.add(name, (int) day.toEpochDay());
        } else if (value instanceof LocalDateTime time) {
            group.add(name, ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time));
        } else if (value instanceof Instant time) {
            group.add(name, ChronoUnit.MICROS.between(Instant.EPOCH, time));
        } else if (value != null) {
            throw new IllegalArgumentException(name + ": " + value.getClass());
        }
    }

    private static boolean isLong(Group group, String name) {
        return group.getType().getType(name).asPrimitiveType().getPrimitiveTypeName()
                == PrimitiveType.PrimitiveTypeName.INT64;
    }
}
