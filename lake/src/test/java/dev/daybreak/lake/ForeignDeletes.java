package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.row;

import dev.daybreak.formats.RecordFormat;
import dev.daybreak.formats.TableFile;
import dev.daybreak.project.asset.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.DeleteSchemaUtil;

/** Deletes rows as other programs do that share the table: by files that say which. */
final class ForeignDeletes {
    private final TestTable test;
    private final TableFormat format;

    ForeignDeletes(TestTable test) {
        this(test, TableFormat.PARQUET);
    }

    /** @param format of the delete files */
    ForeignDeletes(TestTable test, TableFormat format) {
        this.test = test;
        this.format = format;
    }

    String positions(String dataFile, String day, long position) {
        Path path = path();
        ParquetRows.write(path, DeleteSchemaUtil.pathPosSchema(), List.of(row("file_path", dataFile, "pos", position)));
        Table iceberg = test.foreign();
        FileMetadata.Builder file =
                FileMetadata.deleteFileBuilder(iceberg.spec()).ofPositionDeletes();
        return commit(iceberg, file, inFormat(path, DeleteSchemaUtil.pathPosSchema()), day);
    }

    String equality(String day, String column, Object value) {
        Path path = path();
        Table iceberg = test.foreign();
        Schema key = iceberg.schema().select(column);
        ParquetRows.write(path, key, List.of(row(column, value)));
        FileMetadata.Builder file = FileMetadata.deleteFileBuilder(iceberg.spec())
                .ofEqualityDeletes(key.findField(column).fieldId());
        return commit(iceberg, file, inFormat(path, key), day);
    }

    private Path inFormat(Path parquet, Schema schema) {
        return switch (format) {
            case PARQUET -> parquet;
            case AVRO -> written(parquet, schema, RecordFormat.AVRO);
            case ORC -> written(parquet, schema, RecordFormat.ORC);
        };
    }

    private static Path written(Path parquet, Schema schema, RecordFormat format) {
        Path file = parquet.resolveSibling(UUID.randomUUID() + "." + format);
        TableFile.ofParquet(parquet, schema, format, file);
        StoredFile.deleteAllBut(List.of(), List.of(parquet));
        return file;
    }

    private Path path() {
        return test.table.stage("foreign").folder().resolve(UUID.randomUUID() + ".parquet");
    }

    /** Returns where an engine finds the file. */
    private String commit(Table iceberg, FileMetadata.Builder file, Path path, String day) {
        String location = test.storage().location(iceberg, path);
        test.storage().keep(iceberg, List.of(path));
        DeleteFile deletes = file.withPath(location)
                .withPartitionPath("day_day=" + day)
                .withFormat(FileFormat.fromString(format.text()))
                .withFileSizeInBytes(path.toFile().length())
                .withRecordCount(1)
                .build();
        iceberg.newRowDelta().addDeletes(deletes).commit();
        return test.storage().rows(deletes);
    }
}
