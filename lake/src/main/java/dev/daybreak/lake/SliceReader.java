package dev.daybreak.lake;

import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Reads the manifests of a snapshot once, and groups its files along time. */
final class SliceReader {
    private static final List<String> COLUMNS = List.of("file_path", "partition", "record_count");
    private static final List<String> DELETE_COLUMNS =
            List.of("content", "file_path", "partition", "record_count", "equality_ids");

    private final Table table;
    private final ZoneId zone;
    private final Optional<TimeColumn> time;
    private final SortedMap<DataInterval, Files> slices = new TreeMap<>();

    /** What lies in one slice. */
    private static final class Files {
        final List<String> data = new ArrayList<>();
        final List<String> deletes = new ArrayList<>();
        long rows;
        long oldest = Long.MAX_VALUE;
    }

    SliceReader(Table table, ZoneId zone) {
        this.table = table;
        this.zone = zone;
        this.time = TimeColumn.of(table.spec());
    }

    /** In the order of their intervals. */
    List<Slice> slices(Snapshot snapshot) {
        Map<Integer, PartitionSpec> specs = table.specs();
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            read(ManifestFiles.read(manifest, table.io(), specs).select(COLUMNS), this::data);
        }
        for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
            read(ManifestFiles.readDeleteManifest(manifest, table.io(), specs).select(DELETE_COLUMNS), this::delete);
        }
        return slices.entrySet().stream()
                .map(entry -> new Slice(entry.getKey(), version(entry.getValue()), entry.getValue().rows))
                .toList();
    }

    private static <F extends ContentFile<F>> void read(ManifestReader<F> manifest, Consumer<F> each) {
        try (ManifestReader<F> files = manifest) {
            files.forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void data(DataFile file) {
        Files slice = slices.computeIfAbsent(interval(file), interval -> new Files());
        slice.data.add(file.location());
        slice.rows += file.recordCount();
        slice.oldest = Math.min(slice.oldest, file.dataSequenceNumber());
    }

    /**
     * The interval of a file's partition. A file from before the table was split along time may hold rows of any time, and
     * counts to everything.
     */
    private DataInterval interval(ContentFile<?> file) {
        Optional<TimeColumn> column = TimeColumn.of(table.specs().get(file.specId()))
                .filter(one -> time.isPresent() && one.fieldId() == time.get().fieldId());
        return column.map(one -> one.interval(Partitioning.ordinal(one, file.partition()), zone))
                .orElse(DataInterval.ALL);
    }

    /** Deletes apply to files of their partition (to all files if their spec has none) that are older than they. */
    private void delete(DeleteFile file) {
        boolean isPosition = file.content() == FileContent.POSITION_DELETES;
        boolean isGlobal = !isPosition && table.specs().get(file.specId()).isUnpartitioned();
        DataInterval interval = interval(file);
        Stream<Files> touched = isGlobal ? slices.values().stream() : Stream.ofNullable(slices.get(interval));
        long before = file.dataSequenceNumber() + (isPosition ? 1 : 0);
        touched.filter(slice -> slice.oldest < before).forEach(slice -> slice.deletes.add(file.location()));
    }

    private static String version(Files slice) {
        StringBuilder text = new StringBuilder();
        slice.data.stream().sorted().forEach(path -> text.append(path).append('\n'));
        slice.deletes.stream()
                .sorted()
                .forEach(path -> text.append("- ").append(path).append('\n'));
        return Fingerprint.hash(text.toString());
    }
}
