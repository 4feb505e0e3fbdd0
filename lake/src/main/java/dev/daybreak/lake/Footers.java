package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/**
 * What the footers of written files tell. They can be read in the background while the rows are checked, by which a publish
 * has less left to do. Thread-safe.
 */
final class Footers {
    private final Queue<CompletableFuture<Map<Path, Footer>>> ahead = new ConcurrentLinkedQueue<>();

    /** @param splits where the row groups begin, in bytes */
    record Footer(Metrics metrics, List<Long> splits) {}

    /** Begins to read footers. What goes wrong is told by {@link #take}, which reads again what is not there. */
    void readAhead(List<WrittenFile> files, Table table) {
        ahead.add(CompletableFuture.supplyAsync(() -> read(files.stream(), table)));
    }

    /** The footers of files, by path; those that were read ahead are forgotten. */
    Map<Path, Footer> take(List<WrittenFile> files, Table table) {
        Map<Path, Footer> known = new HashMap<>();
        for (var part = ahead.poll(); part != null; part = ahead.poll()) {
            known.putAll(part.exceptionally(failure -> Map.of()).join());
        }
        known.putAll(read(files.parallelStream().filter(file -> !known.containsKey(file.path())), table));
        return known;
    }

    private static Map<Path, Footer> read(Stream<WrittenFile> files, Table table) {
        MetricsConfig config = MetricsConfig.forTable(table);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        return files.map(WrittenFile::path)
                .collect(Collectors.toMap(Function.identity(), file -> read(file, config, options)));
    }

    private static Footer read(Path file, MetricsConfig config, ParquetReadOptions options) {
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), options)) {
            ParquetMetadata footer = reader.getFooter();
            return new Footer(
                    ParquetUtil.footerMetrics(footer, Stream.empty(), config), ParquetUtil.getSplitOffsets(footer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
