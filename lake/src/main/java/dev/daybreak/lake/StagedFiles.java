package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/** Describes written files to Iceberg: partition, and the metrics that their footers tell. */
final class StagedFiles {
    private StagedFiles() {}

    private record Footer(Metrics metrics, List<Long> splits) {}

    static List<DataFile> describe(List<WrittenFile> files, Table table) {
        MetricsConfig config = MetricsConfig.forTable(table);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        List<Footer> footers = files.parallelStream()
                .map(file -> footer(file, config, options))
                .toList();
        // One builder for all: each makes an Avro schema of the partition.
        PartitionSpec spec = table.spec();
        DataFiles.Builder builder = DataFiles.builder(spec);
        PartitionData partition = new PartitionData(spec.partitionType());
        List<DataFile> described = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            WrittenFile file = files.get(i);
            builder.clear();
            builder.withPath(file.path().toAbsolutePath().toString())
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(file.bytes())
                    .withMetrics(footers.get(i).metrics())
                    .withSplitOffsets(footers.get(i).splits());
            if (spec.isPartitioned()) {
                Partitioning.fill(partition, spec, file.partition());
                builder.withPartition(partition);
            }
            described.add(builder.build());
        }
        return described;
    }

    private static Footer footer(WrittenFile file, MetricsConfig config, ParquetReadOptions options) {
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file.path()), options)) {
            ParquetMetadata footer = reader.getFooter();
            return new Footer(
                    ParquetUtil.footerMetrics(footer, Stream.empty(), config), ParquetUtil.getSplitOffsets(footer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
