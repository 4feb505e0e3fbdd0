package dev.daybreak.formats;

import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Files;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.data.orc.GenericOrcWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.orc.ORC;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Rows written by Iceberg's own writers of Avro and ORC, so that a table of Iceberg could take the files. */
final class IcebergRows implements RowWriter {
    private final FileAppender<Record> appender;
    private final StructType type;

    private IcebergRows(FileAppender<Record> appender, StructType type) {
        this.appender = appender;
        this.type = type;
    }

    static IcebergRows avro(Schema schema, Path file) throws IOException {
        org.apache.iceberg.Schema columns = IcebergTypes.schema(schema);
        return new IcebergRows(avro(columns, file), columns.asStruct());
    }

    static IcebergRows orc(Schema schema, Path file) {
        org.apache.iceberg.Schema columns = IcebergTypes.schema(schema);
        return new IcebergRows(orc(columns, file), columns.asStruct());
    }

    /** Takes the place of a file that is there. */
    static FileAppender<Record> avro(org.apache.iceberg.Schema columns, Path file) throws IOException {
        return Avro.write(Files.localOutput(file.toFile()))
                .schema(columns)
                .named("row")
                .createWriterFunc(DataWriter::create)
                // The one that every reader of Avro must know, but for none at all.
                .set(TableProperties.AVRO_COMPRESSION, "gzip")
                .overwrite()
                .build();
    }

    /** Takes the place of a file that is there. */
    static FileAppender<Record> orc(org.apache.iceberg.Schema columns, Path file) {
        return ORC.write(Files.localOutput(file.toFile()))
                .schema(columns)
                .createWriterFunc(GenericOrcWriter::buildWriter)
                .set(TableProperties.ORC_COMPRESSION, "zstd")
                .overwrite()
                .build();
    }

    @Override
    public void write(Object[] values) {
        GenericRecord record = GenericRecord.create(type);
        for (int i = 0; i < values.length; i++) {
            record.set(i, value(values[i], type.fields().get(i).type()));
        }
        appender.add(record);
    }

    /** A value as Iceberg's generic writers take it. */
    private static Object value(Object value, Type type) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        } else if (value instanceof List<?> list) {
            Type element = type.asListType().elementType();
            List<Object> values = new ArrayList<>(list.size());
            list.forEach(one -> values.add(value(one, element)));
            return values;
        } else if (value instanceof Map<?, ?> fields && type.isStructType()) {
            GenericRecord record = GenericRecord.create(type.asStructType());
            int at = 0;
            for (NestedField field : type.asStructType().fields()) {
                record.set(at++, value(fields.get(field.name()), field.type()));
            }
            return record;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> values = new LinkedHashMap<>();
            map.forEach((key, one) -> values.put(
                    value(key, type.asMapType().keyType()),
                    value(one, type.asMapType().valueType())));
            return values;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        appender.close();
    }
}
