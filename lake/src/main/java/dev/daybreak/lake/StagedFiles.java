package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
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

    static List<DataFile> describe(List<WrittenFile> files, Table table) {
        MetricsConfig metrics = MetricsConfig.forTable(table);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        return files.parallelStream()
                .map(file -> describe(file, table.spec(), metrics, options))
                .toList();
    }

    private static DataFile describe(
            WrittenFile file, PartitionSpec spec, MetricsConfig metrics, ParquetReadOptions options) {
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file.path()), options)) {
            ParquetMetadata footer = reader.getFooter();
            DataFiles.Builder builder = DataFiles.builder(spec)
                    .withPath(file.path().toAbsolutePath().toString())
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(file.bytes())
                    .withMetrics(ParquetUtil.footerMetrics(footer, Stream.empty(), metrics))
                    .withSplitOffsets(ParquetUtil.getSplitOffsets(footer));
            if (spec.isPartitioned()) {
                builder.withPartition(Partitioning.data(spec, file.partition()));
            }
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
