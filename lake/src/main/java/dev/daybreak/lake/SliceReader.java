package dev.daybreak.lake;

import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Reads the manifests of a snapshot once, and groups its files along time. A slice's version is the {@link ContentSum} of its files. */
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
        ContentSum sum = ContentSum.ZERO;
        long rows;
        long oldest = Long.MAX_VALUE;
        final List<CountedDelete> deletes = new ArrayList<>();
    }

    /**
     * A delete file that counts to a slice, as it does as long as the slice has a file that is older.
     *
     * @param before applies to files with a smaller sequence number
     */
    record CountedDelete(String location, long before) {}

    SliceReader(Table table, ZoneId zone) {
        this.table = table;
        this.zone = zone;
        this.time = TimeColumn.of(table.spec());
    }

    /** In the order of their intervals. */
    List<Slice> slices(Snapshot snapshot) {
        read(snapshot);
        return slices.entrySet().stream()
                .map(entry -> new Slice(entry.getKey(), entry.getValue().sum.toString(), entry.getValue().rows))
                .toList();
    }

    /** The slices that delete files count to, with these. */
    Map<DataInterval, List<CountedDelete>> deletes(Snapshot snapshot) {
        read(snapshot);
        Map<DataInterval, List<CountedDelete>> counted = new HashMap<>();
        slices.forEach((interval, files) -> {
            if (!files.deletes.isEmpty()) {
                counted.put(interval, List.copyOf(files.deletes));
            }
        });
        return counted;
    }

    private void read(Snapshot snapshot) {
        Map<Integer, PartitionSpec> specs = table.specs();
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            read(ManifestFiles.read(manifest, table.io(), specs).select(COLUMNS), this::data);
        }
        for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
            read(ManifestFiles.readDeleteManifest(manifest, table.io(), specs).select(DELETE_COLUMNS), this::delete);
        }
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
        slice.sum = slice.sum.plus(ContentSum.ofData(file.location()));
        slice.rows += file.recordCount();
        slice.oldest = Math.min(slice.oldest, file.dataSequenceNumber());
    }

    /**
     * The interval of a file's partition. A file from before the table was split along time may hold rows of any time, and
     * counts to everything.
     */
    DataInterval interval(ContentFile<?> file) {
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
        touched.filter(slice -> slice.oldest < before).forEach(slice -> {
            slice.sum = slice.sum.plus(ContentSum.ofDeletes(file.location()));
            slice.deletes.add(new CountedDelete(file.location(), before));
        });
    }
}
