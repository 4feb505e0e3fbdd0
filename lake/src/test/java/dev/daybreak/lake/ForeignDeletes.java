package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.row;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.DeleteSchemaUtil;

/** Deletes rows as other programs do that share the table: by files that say which. */
final class ForeignDeletes {
    private final TestTable test;

    ForeignDeletes(TestTable test) {
        this.test = test;
    }

    String positions(String dataFile, String day, long position) {
        Path path = path();
        ParquetRows.write(path, DeleteSchemaUtil.pathPosSchema(), List.of(row("file_path", dataFile, "pos", position)));
        Table iceberg = test.foreign();
        return commit(iceberg, FileMetadata.deleteFileBuilder(iceberg.spec()).ofPositionDeletes(), path, day);
    }

    String equality(String day, String column, Object value) {
        Path path = path();
        Table iceberg = test.foreign();
        Schema key = iceberg.schema().select(column);
        ParquetRows.write(path, key, List.of(row(column, value)));
        FileMetadata.Builder file = FileMetadata.deleteFileBuilder(iceberg.spec())
                .ofEqualityDeletes(key.findField(column).fieldId());
        return commit(iceberg, file, path, day);
    }

    private Path path() {
        return test.table.stage("foreign").folder().resolve(UUID.randomUUID() + ".parquet");
    }

    /** Returns where an engine finds the file. */
    private String commit(Table iceberg, FileMetadata.Builder file, Path path, String day) {
        String location = test.storage().location(iceberg, path);
        test.storage().keep(iceberg, List.of(path));
        iceberg.newRowDelta()
                .addDeletes(file.withPath(location)
                        .withPartitionPath("day_day=" + day)
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(path.toFile().length())
                        .withRecordCount(1)
                        .build())
                .commit();
        return test.storage().path(location);
    }
}
