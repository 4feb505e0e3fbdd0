package dev.daybreak.lake;

import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

/**
 * Files in a table's folder that nothing refers to: what attempts left that died, and commits that failed. Files are listed before the table
 * is read, so that what was committed in between is known to be held; what is being written now is young.
 */
final class OrphanFiles {
    private static final Set<String> METADATA = Set.of(".json", ".avro", ".stats", ".puffin");

    private final TableState state;
    private final Instant olderThan;
    private final Predicate<String> isLive;

    /**
     * @param olderThan files that were written at this time or later are left alone
     * @param isLive whether a file of that name is of an attempt that goes on
     */
    OrphanFiles(TableState state, Instant olderThan, Predicate<String> isLive) {
        this.state = state;
        this.olderThan = olderThan;
        this.isLive = isLive;
    }

    /** What was removed, or would be. */
    record Outcome(int files, long bytes) {}

    Outcome removed() {
        Map<Path, Long> found = find();
        for (Path file : found.keySet()) {
            Failpoint.MID_CLEANING.reach();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sum(found);
    }

    Outcome seen() {
        return sum(find());
    }

    private static Outcome sum(Map<Path, Long> files) {
        return new Outcome(
                files.size(), files.values().stream().mapToLong(Long::longValue).sum());
    }

    /** With the size of each. */
    private Map<Path, Long> find() {
        Path folder = LocalFiles.path(state.newest().location());
        Map<Path, Long> files = new HashMap<>();
        list(folder.resolve("data"), name -> true, files);
        list(folder.resolve("metadata"), OrphanFiles::isMetadata, files);
        if (!files.isEmpty()) {
            removeHeld(files.keySet());
        }
        return files;
    }

    private static boolean isMetadata(String name) {
        return METADATA.contains(name.substring(Math.max(0, name.lastIndexOf('.'))));
    }

    private void list(Path folder, Predicate<String> isWanted, Map<Path, Long> into) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    boolean isOld = attributes.lastModifiedTime().toInstant().isBefore(olderThan);
                    if (isOld && isWanted.test(name) && !isLive.test(name)) {
                        into.put(file, attributes.size());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeHeld(Set<Path> files) {
        Table table = state.newest();
        TableMetadata metadata = ((HasTableOperations) table).operations().current();
        files.remove(LocalFiles.path(metadata.metadataFileLocation()));
        metadata.previousFiles().forEach(previous -> files.remove(LocalFiles.path(previous.file())));
        metadata.statisticsFiles().stream()
                .map(StatisticsFile::path)
                .forEach(path -> files.remove(LocalFiles.path(path)));
        metadata.partitionStatisticsFiles().forEach(statistics -> files.remove(LocalFiles.path(statistics.path())));
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            files.remove(LocalFiles.path(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (seen.add(manifest.path())) {
                    files.remove(LocalFiles.path(manifest.path()));
                    removeHeld(files, manifest, table);
                }
            }
        }
    }

    private static void removeHeld(Set<Path> files, ManifestFile manifest, Table table) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(path -> files.remove(LocalFiles.path(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
