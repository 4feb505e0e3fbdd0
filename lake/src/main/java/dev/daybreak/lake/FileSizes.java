package dev.daybreak.lake;

import dev.daybreak.lake.TableFiles.Part;
import dev.daybreak.lake.TableFiles.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Adds up the files of a snapshot from its manifests. Looks at no data. */
final class FileSizes {
    private static final List<String> COLUMNS = List.of("file_path", "partition", "record_count", "file_size_in_bytes");

    private final Table table;
    private final Map<String, Sizes> parts = new HashMap<>();
    private Sizes all = Sizes.NONE;

    private FileSizes(Table table) {
        this.table = table;
    }

    static TableFiles of(Table table, Snapshot snapshot) {
        FileSizes sizes = new FileSizes(table);
        snapshot.dataManifests(table.io()).forEach(sizes::add);
        int deletes = snapshot.deleteManifests(table.io()).stream()
                .mapToInt(manifest -> manifest.addedFilesCount() + manifest.existingFilesCount())
                .sum();
        List<Part> largestFirst = sizes.parts.entrySet().stream()
                .map(entry -> new Part(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Part part) -> -part.sizes().bytes())
                        .thenComparing(Part::name))
                .toList();
        return new TableFiles(snapshot.snapshotId(), sizes.all, deletes, largestFirst);
    }

    private void add(ManifestFile manifest) {
        try (ManifestReader<DataFile> files =
                ManifestFiles.read(manifest, table.io(), table.specs()).select(COLUMNS)) {
            files.forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(DataFile file) {
        long rows = file.recordCount();
        long bytes = file.fileSizeInBytes();
        all = all.plus(rows, bytes);
        Optional<TimeColumn> time = TimeColumn.of(table.specs().get(file.specId()));
        String part = time.map(column -> column.showPartition(Partitioning.ordinal(column, file.partition())))
                .orElse("all");
        parts.merge(part, Sizes.NONE.plus(rows, bytes), (known, one) -> known.plus(rows, bytes));
    }
}
