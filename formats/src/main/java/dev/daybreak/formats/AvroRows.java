package dev.daybreak.formats;

import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.avro.AvroSchemaUtil;

/** The records of an Avro file. */
final class AvroRows extends FileRows {
    private final DataFileReader<Object> reader;
    private final long bytes;
    private final AvroType type;
    private final Schema schema;
    private Object record;
    private Object[] values;

    private AvroRows(DataFileReader<Object> reader, long bytes) {
        this.reader = reader;
        this.bytes = bytes;
        this.type = AvroType.of(reader.getSchema(), "");
        if (!(type.type() instanceof Struct struct)) {
            throw Foreign.unknown(
                    "of the file", reader.getSchema().getType().getName() + ", and only records have columns");
        }
        this.schema = new Schema(struct.fields());
    }

    static AvroRows open(Path file) throws IOException {
        // A model of its own: conversions that others put into the shared one would change what is read.
        GenericDatumReader<Object> datums = new GenericDatumReader<>(null, null, new GenericData());
        DataFileReader<Object> reader = new DataFileReader<>(file.toFile(), datums);
        try {
            return new AvroRows(reader, Files.size(file));
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    List<FieldId> fieldIds() {
        boolean hasIds = reader.getSchema().getFields().stream()
                .allMatch(field -> field.getObjectProp(AvroSchemaUtil.FIELD_ID_PROP) != null);
        return hasIds ? IcebergTypes.fieldIds(AvroSchemaUtil.toIceberg(reader.getSchema())) : List.of();
    }

    @Override
    public boolean next() {
        try {
            if (!reader.hasNext()) {
                // Avro takes a file that breaks off within a block for one that ends before it.
                if (reader.previousSync() != bytes) {
                    throw new IOException("it breaks off at byte " + bytes + ", within a block");
                }
                return false;
            }
            record = reader.next(record instanceof IndexedRecord ? record : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        values = ((Map<?, ?>) type.read(record)).values().toArray();
        return true;
    }

    @Override
    public Object value(int column) {
        return values[column];
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
