package dev.daybreak.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFile.PartitionFieldSummary;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PropertyUtil;

/** Writes a table's many small manifests anew as few large ones, each for a stretch of time, so that a reader of one day opens few. */
final class ManifestMerging {
    /** Fewer are not worth a commit. */
    private static final int FEWEST = 10;

    private final TableState state;

    ManifestMerging(TableState state) {
        this.state = state;
    }

    /** How many manifests a reader of everything opens before and after. */
    record Outcome(int before, int after) {}

    static int manifests(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return snapshot == null ? 0 : snapshot.allManifests(table.io()).size();
    }

    static boolean isWorthwhile(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return false;
        }
        List<ManifestFile> manifests = snapshot.dataManifests(table.io());
        return manifests.size() >= FEWEST && manifests.size() >= 2 * wanted(table, manifests);
    }

    /** How many there would be. */
    static int wanted(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        return Math.toIntExact(wanted(table, snapshot.dataManifests(table.io())))
                + snapshot.deleteManifests(table.io()).size();
    }

    private static long wanted(Table table, List<ManifestFile> manifests) {
        long bytes = manifests.stream().mapToLong(ManifestFile::length).sum();
        long target = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.MANIFEST_TARGET_SIZE_BYTES,
                TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
        return bytes / target + 1;
    }

    Outcome run() {
        Table table = state.writable();
        int before = manifests(table);
        if (!isWorthwhile(table)) {
            return new Outcome(before, before);
        }
        List<ManifestFile> manifests = table.currentSnapshot().dataManifests(table.io());
        Stretches stretches = Stretches.of(table, manifests, wanted(table, manifests));
        RewriteManifests rewrite = table.rewriteManifests().clusterBy(stretches::of);
        Optional<RuntimeException> failure = new SettledCommit(table, rewrite).run();
        // Whoever changed the manifests first has merged some himself.
        if (failure.isPresent() && !(failure.get() instanceof ValidationException)) {
            throw failure.get();
        }
        return new Outcome(before, manifests(state.newest()));
    }

    /**
     * Cuts the time that files lie in into as many stretches as there are manifests wanted.
     *
     * @param times in the snapshot's files, by the id of their partitioning
     * @param width of a stretch in hours, days or months, at least 1
     */
    private record Stretches(Map<Integer, TimeColumn> times, int first, int width) {
        static Stretches of(Table table, List<ManifestFile> manifests, long count) {
            Map<Integer, TimeColumn> times = new HashMap<>();
            table.specs().forEach((id, spec) -> TimeColumn.of(spec).ifPresent(time -> times.put(id, time)));
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (ManifestFile manifest : manifests) {
                TimeColumn time = times.get(manifest.partitionSpecId());
                PartitionFieldSummary field = time == null || manifest.partitions() == null
                        ? null
                        : manifest.partitions().get(time.position());
                if (field != null && field.lowerBound() != null && field.upperBound() != null) {
                    int lowest = Conversions.fromByteBuffer(Types.IntegerType.get(), field.lowerBound());
                    int highest = Conversions.fromByteBuffer(Types.IntegerType.get(), field.upperBound());
                    first = Math.min(first, lowest);
                    last = Math.max(last, highest);
                }
            }
            long span = Math.max(1L, (long) last - first + 1);
            return new Stretches(times, first, Math.toIntExact((span + count - 1) / count));
        }

        Object of(DataFile file) {
            TimeColumn time = times.get(file.specId());
            Integer ordinal = time == null ? null : Partitioning.ordinal(time, file.partition());
            return ordinal == null ? -1 : (ordinal - first) / width;
        }
    }
}
