package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.Clustering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Columns of which each value is a partition, and that have so many values that the table is nothing but small files. */
final class ManyPartitions {
    /** More values than this in a table are too many. */
    static final int MOST = 10_000;

    /** More values than this in one write are too many. */
    static final int MOST_AT_ONCE = 1_000;

    private ManyPartitions() {}

    /** Warnings about the newest snapshot of a table. */
    static List<String> inTable(Table table) {
        Map<String, Set<Object>> values = new HashMap<>();
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null || table.specs().values().stream().noneMatch(ManyPartitions::isByValue)) {
            return List.of();
        }
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            PartitionSpec spec = table.specs().get(manifest.partitionSpecId());
            if (isByValue(spec)) {
                collect(table, manifest, spec, values);
            }
        }
        return warnings(values, MOST);
    }

    private static boolean isByValue(PartitionSpec spec) {
        return spec.fields().stream().anyMatch(field -> field.transform().isIdentity());
    }

    private static void collect(
            Table table, ManifestFile manifest, PartitionSpec spec, Map<String, Set<Object>> values) {
        try (ManifestReader<DataFile> files =
                ManifestFiles.read(manifest, table.io(), table.specs()).select(List.of("partition"))) {
            for (DataFile file : files) {
                for (int i = 0; i < spec.fields().size(); i++) {
                    PartitionField field = spec.fields().get(i);
                    if (field.transform().isIdentity()) {
                        values.computeIfAbsent(field.name(), name -> new HashSet<>())
                                .add(String.valueOf(file.partition().get(i, Object.class)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Warnings about files that were just written. */
    static List<String> inFiles(Table table, List<WrittenFile> files) {
        List<Clustering> clustering = Partitioning.clustering(table.spec());
        int first = TimeColumn.of(table.spec()).isPresent() ? 1 : 0;
        Map<String, Set<Object>> values = new HashMap<>();
        for (int i = 0; i < clustering.size(); i++) {
            if (clustering.get(i) instanceof Clustering.Identity identity) {
                Set<Object> found = values.computeIfAbsent(identity.column(), name -> new HashSet<>());
                for (WrittenFile file : files) {
                    found.add(file.partition().get(first + i));
                }
            }
        }
        return warnings(values, MOST_AT_ONCE);
    }

    private static List<String> warnings(Map<String, Set<Object>> values, int most) {
        List<String> warnings = new ArrayList<>();
        values.forEach((column, found) -> {
            if (found.size() > most) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "do not partition by %s: %,d folders, more than %,d; use {bucket: %s, into: 100}",
                        column,
                        found.size(),
                        most,
                        column));
            }
        });
        return warnings;
    }
}
