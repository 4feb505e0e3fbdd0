package dev.daybreak.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The folder with a table's data files, published or not. */
final class DataFolder {
    private final Table table;
    private final Path folder;

    private DataFolder(Table table) {
        this.table = table;
        this.folder = LocalFiles.path(table.location()).resolve("data");
    }

    static DataFolder of(Table table) {
        return new DataFolder(table);
    }

    /** How an attempt's file names start. No attempt's name has an underscore, so no attempt's prefix starts another's. */
    static String prefix(String attempt) {
        return attempt + "_";
    }

    /** The folder, made if it was not there. */
    Path made() {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int discard(String attempt) {
        Set<Path> files = filesOf(attempt);
        if (files.isEmpty()) {
            return 0;
        }
        for (Snapshot snapshot : table.snapshots()) {
            if (attempt.equals(snapshot.summary().get(History.ATTEMPT))) {
                SnapshotChanges.builderFor(table)
                        .snapshot(snapshot)
                        .build()
                        .addedDataFiles()
                        .forEach(file -> files.remove(LocalFiles.path(file.location())));
            }
        }
        if (!files.isEmpty()) {
            removeHeld(files);
        }
        delete(files);
        return files.size();
    }

    private static void delete(Set<Path> files) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that no snapshot holds: of attempts that go on at this moment, or that died. */
    Set<Path> orphans() {
        Set<Path> files = files(file -> true);
        removeHeld(files);
        return files;
    }

    /** Takes out what any snapshot still holds, such as files of an attempt whose own snapshot has expired. */
    private void removeHeld(Set<Path> files) {
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (seen.add(manifest.path())) {
                    removeHeld(files, manifest);
                }
            }
        }
    }

    private void removeHeld(Set<Path> files, ManifestFile manifest) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(path -> files.remove(LocalFiles.path(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes files that maintenance wrote and that no snapshot holds. */
    void discardMaintenance() {
        Set<Path> files = startingWith(MaintenanceFiles.NAME_START);
        if (!files.isEmpty()) {
            removeHeld(files);
            delete(files);
        }
    }

    private Set<Path> filesOf(String attempt) {
        return startingWith(prefix(attempt));
    }

    private Set<Path> startingWith(String prefix) {
        return files(file -> file.getFileName().toString().startsWith(prefix));
    }

    private Set<Path> files(Predicate<Path> wanted) {
        Set<Path> files = new HashSet<>();
        walk(folder, new Visitor() {
            @Override
            void file(Path file) {
                if (wanted.test(file)) {
                    files.add(file);
                }
            }
        });
        return files;
    }

    private static void walk(Path folder, Visitor visitor) {
        try {
            if (Files.isDirectory(folder)) {
                Files.walkFileTree(folder, visitor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits files while other attempts make and remove theirs. */
    private abstract static class Visitor extends SimpleFileVisitor<Path> {
        abstract void file(Path file);

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            file(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
