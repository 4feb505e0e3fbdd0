package dev.daybreak.formats;

import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.iceberg.orc.ORCSchemaUtil;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** The rows of an ORC file. */
final class OrcRows extends FileRows {
    private final Reader file;
    private final RecordReader reader;
    private final VectorizedRowBatch batch;
    private final List<OrcType> types = new ArrayList<>();
    private final Schema schema;
    private int row = -1;

    private OrcRows(Reader file) throws IOException {
        this.file = file;
        TypeDescription type = file.getSchema();
        if (type.getCategory() != TypeDescription.Category.STRUCT) {
            throw Foreign.unknown("of the file", type + ", and only structs have columns");
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < type.getFieldNames().size(); i++) {
            String name = type.getFieldNames().get(i);
            OrcType read = OrcType.of(type.getChildren().get(i), name);
            types.add(read);
            columns.add(Column.of(name, read.type()));
        }
        this.schema = new Schema(columns);
        this.batch = type.createRowBatch();
        this.reader = file.rows(file.options());
    }

    static OrcRows open(Path path) throws IOException {
        // Without the defaults of files that this program has not, and without a user or a cache of file systems.
        Configuration settings = new Configuration(false);
        RawLocalFileSystem files = new RawLocalFileSystem();
        files.initialize(URI.create("file:///"), settings);
        Reader file = OrcFile.createReader(
                new org.apache.hadoop.fs.Path(path.toUri()),
                OrcFile.readerOptions(settings)
                        .filesystem(files)
                        .useUTCTimestamp(true)
                        .convertToProlepticGregorian(true));
        try {
            return new OrcRows(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    List<FieldId> fieldIds() {
        return IcebergTypes.fieldIds(ORCSchemaUtil.convert(file.getSchema()));
    }

    @Override
    public boolean next() {
        row++;
        if (row < batch.size) {
            return true;
        }
        row = 0;
        try {
            return reader.nextBatch(batch) && batch.size > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object value(int column) {
        return types.get(column).read(batch.cols[column], row);
    }

    @Override
    public void close() {
        try (file;
                reader) {
            row = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
