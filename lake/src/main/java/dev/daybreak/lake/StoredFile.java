package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.formats.TableFile;
import dev.daybreak.lake.Footers.Footer;
import dev.daybreak.project.asset.TableFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;

/**
 * A written file in the format of its table. Engines write Parquet, and checks read it; what goes into a table of another format is copied
 * into a file beside it, of the same name with another ending. Bounds and counts of values are those of the Parquet file in any case: Avro has
 * none of its own, and so its files are left out of reads like others.
 *
 * @param splits where parts begin that can be read by themselves, in bytes; may be empty
 */
record StoredFile(WrittenFile file, TableFormat format, Metrics metrics, List<Long> splits) {
    private static final String PARQUET = ".parquet";

    /** Files in the order of those that were written, which stay where they are. */
    static List<StoredFile> of(List<WrittenFile> written, Table table, TableFormat format, Footers footers) {
        Map<Path, Footer> known = footers.take(written, table);
        // One after the other: each copy takes memory for a group of rows, and there may be many cores.
        return written.stream()
                .map(file -> of(file, known.get(file.path()), table, format))
                .toList();
    }

    private static StoredFile of(WrittenFile file, Footer footer, Table table, TableFormat format) {
        return switch (format) {
            case PARQUET -> new StoredFile(file, format, footer.metrics(), footer.splits());
            case AVRO -> copied(file, footer, table, format, RecordFormat.AVRO);
            case ORC -> copied(file, footer, table, format, RecordFormat.ORC);
        };
    }

    private static StoredFile copied(
            WrittenFile file, Footer footer, Table table, TableFormat format, RecordFormat kind) {
        String name = file.path().getFileName().toString();
        String stem = name.endsWith(PARQUET) ? name.substring(0, name.length() - PARQUET.length()) : name;
        Path copy = file.path().resolveSibling(stem + "." + format.text());
        List<Long> splits = TableFile.ofParquet(file.path(), table.schema(), kind, copy);
        try {
            WrittenFile stored = new WrittenFile(copy, file.rows(), Files.size(copy), file.partition(), file.order());
            return new StoredFile(stored, format, withoutSizes(footer.metrics()), splits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sizes of columns are those of the format. */
    private static Metrics withoutSizes(Metrics metrics) {
        return new Metrics(
                metrics.recordCount(),
                null,
                metrics.valueCounts(),
                metrics.nullValueCounts(),
                metrics.nanValueCounts(),
                metrics.lowerBounds(),
                metrics.upperBounds());
    }

    /** The same file under another name. */
    StoredFile at(Path path) {
        return new StoredFile(file.renamed(path), format, metrics, splits);
    }

    Path path() {
        return file.path();
    }

    /** Deletes those of some files that are not among others. */
    static void deleteAllBut(List<Path> kept, List<Path> files) {
        try {
            for (Path file : files) {
                if (!kept.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells Iceberg of files by the values that they were split by. */
    static List<DataFile> describe(List<StoredFile> files, Table table, Storage storage) {
        PartitionSpec spec = table.spec();
        // One builder for all: each makes an Avro schema of the partition.
        DataFiles.Builder builder = DataFiles.builder(spec);
        PartitionData partition = new PartitionData(spec.partitionType());
        Arrangement arrangement = Arrangement.of(table);
        return files.stream()
                .map(stored -> {
                    Partitioning.fill(partition, spec, stored.file().partition());
                    return stored.describe(table, storage, builder, partition, arrangement);
                })
                .toList();
    }

    /** Tells Iceberg of a file of a partition. */
    DataFile describe(Table table, Storage storage, StructLike partition) {
        return describe(table, storage, DataFiles.builder(table.spec()), partition, Arrangement.of(table));
    }

    private DataFile describe(
            Table table, Storage storage, DataFiles.Builder builder, StructLike partition, Arrangement arrangement) {
        builder.clear();
        builder.withPath(storage.location(table, path()))
                .withFormat(FileFormat.fromString(format.text()))
                .withFileSizeInBytes(file.bytes())
                .withMetrics(metrics)
                .withSortOrder(arrangement.sortOrder(file));
        if (!splits.isEmpty()) {
            builder.withSplitOffsets(splits);
        }
        if (table.spec().isPartitioned()) {
            builder.withPartition(partition);
        }
        return builder.build();
    }
}
