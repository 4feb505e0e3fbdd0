package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.Footers.Footer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;

/** Describes written files to Iceberg: partition, and the metrics that their footers tell. */
final class StagedFiles {
    private StagedFiles() {}

    static List<DataFile> describe(List<WrittenFile> files, Table table, Storage storage, Footers footers) {
        Map<Path, Footer> known = footers.take(files, table);
        // One builder for all: each makes an Avro schema of the partition.
        PartitionSpec spec = table.spec();
        Arrangement arrangement = Arrangement.of(table);
        DataFiles.Builder builder = DataFiles.builder(spec);
        PartitionData partition = new PartitionData(spec.partitionType());
        List<DataFile> described = new ArrayList<>();
        for (WrittenFile file : files) {
            Footer footer = known.get(file.path());
            builder.clear();
            builder.withPath(storage.location(table, file.path()))
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(file.bytes())
                    .withMetrics(footer.metrics())
                    .withSplitOffsets(footer.splits())
                    .withSortOrder(arrangement.sortOrder(file));
            if (spec.isPartitioned()) {
                Partitioning.fill(partition, spec, file.partition());
                builder.withPartition(partition);
            }
            described.add(builder.build());
        }
        return described;
    }
}
