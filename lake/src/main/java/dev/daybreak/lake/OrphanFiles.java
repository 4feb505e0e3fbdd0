package dev.daybreak.lake;

import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileInfo;

/**
 * Files in a table's folder that nothing refers to: what attempts left that died, and commits that failed. Files are listed before the table
 * is read, so that what was committed in between is known to be held; what is being written now is young.
 */
final class OrphanFiles {
    private static final Set<String> METADATA = Set.of(".json", ".avro", ".stats", ".puffin");

    private final TableState state;
    private final Storage storage;
    private final Instant olderThan;
    private final Predicate<String> isLive;

    /**
     * @param olderThan files that were written at this time or later are left alone
     * @param isLive whether a file of that name is of an attempt that goes on
     */
    OrphanFiles(TableState state, Instant olderThan, Predicate<String> isLive) {
        this.state = state;
        this.storage = state.storage();
        this.olderThan = olderThan;
        this.isLive = isLive;
    }

    /** What was removed, or would be. */
    record Outcome(int files, long bytes) {}

    Outcome removed() {
        Map<String, FileInfo> found = find();
        for (FileInfo file : found.values()) {
            Failpoint.MID_CLEANING.reach();
            storage.io().deleteFile(file.location());
        }
        return sum(found);
    }

    Outcome seen() {
        return sum(find());
    }

    private static Outcome sum(Map<String, FileInfo> files) {
        return new Outcome(
                files.size(), files.values().stream().mapToLong(FileInfo::size).sum());
    }

    /** By path, since one file may be named in more than one way. */
    private Map<String, FileInfo> find() {
        Table table = state.newest();
        Map<String, FileInfo> files = new HashMap<>();
        list(DataFolder.location(table), name -> true, files);
        list(table.location() + "/metadata", OrphanFiles::isMetadata, files);
        if (!files.isEmpty()) {
            removeHeld(files.keySet());
        }
        return files;
    }

    private static boolean isMetadata(String name) {
        return METADATA.contains(name.substring(Math.max(0, name.lastIndexOf('.'))));
    }

    private void list(String folder, Predicate<String> isWanted, Map<String, FileInfo> into) {
        for (FileInfo file : storage.list(folder, "")) {
            String name = file.location().substring(file.location().lastIndexOf('/') + 1);
            boolean isOld = file.createdAtMillis() < olderThan.toEpochMilli();
            if (isOld && isWanted.test(name) && !isLive.test(name)) {
                into.put(storage.path(file.location()), file);
            }
        }
    }

    private void removeHeld(Set<String> files) {
        Table table = state.newest();
        TableMetadata metadata = ((HasTableOperations) table).operations().current();
        files.remove(storage.path(metadata.metadataFileLocation()));
        metadata.previousFiles().forEach(previous -> files.remove(storage.path(previous.file())));
        metadata.statisticsFiles().stream().map(StatisticsFile::path).forEach(path -> files.remove(storage.path(path)));
        metadata.partitionStatisticsFiles().forEach(statistics -> files.remove(storage.path(statistics.path())));
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            files.remove(storage.path(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (seen.add(manifest.path())) {
                    files.remove(storage.path(manifest.path()));
                    removeHeld(files, manifest, table);
                }
            }
        }
    }

    private void removeHeld(Set<String> files, ManifestFile manifest, Table table) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(path -> files.remove(storage.path(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
