package dev.daybreak.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The folder with a table's data files, published or not. */
final class DataFolder {
    static final String NAME = "data";
    /** No attempt's name has one. */
    static final char AFTER_ATTEMPT = '_';

    private final Table table;
    private final Storage storage;

    private DataFolder(Table table, Storage storage) {
        this.table = table;
        this.storage = storage;
    }

    static DataFolder of(Table table, Storage storage) {
        return new DataFolder(table, storage);
    }

    static String location(Table table) {
        return table.location() + "/" + NAME;
    }

    /** How an attempt's file names start; no attempt's prefix starts another's. */
    static String prefix(String attempt) {
        return attempt + AFTER_ATTEMPT;
    }

    int discard(String attempt) {
        String prefix = prefix(attempt);
        Set<String> discarded = new HashSet<>(storage.unstage(table, prefix));
        Map<String, String> files = files(prefix);
        if (files.isEmpty()) {
            return discarded.size();
        }
        for (Snapshot snapshot : table.snapshots()) {
            if (attempt.equals(snapshot.summary().get(History.ATTEMPT))) {
                SnapshotChanges.builderFor(table)
                        .snapshot(snapshot)
                        .build()
                        .addedDataFiles()
                        .forEach(file -> files.remove(storage.path(file.location())));
            }
        }
        if (!files.isEmpty()) {
            removeHeld(files);
        }
        files.values().forEach(storage.io()::deleteFile);
        discarded.addAll(files.values());
        return discarded.size();
    }

    /** Deletes files that maintenance wrote and that no snapshot holds. */
    void discardMaintenance() {
        storage.unstage(table, MaintenanceFiles.NAME_START);
        Map<String, String> files = files(MaintenanceFiles.NAME_START);
        if (!files.isEmpty()) {
            removeHeld(files);
            files.values().forEach(storage.io()::deleteFile);
        }
    }

    /** Locations of files that no snapshot holds: of attempts that go on at this moment, or that died. */
    Set<String> orphans() {
        Map<String, String> files = files("");
        removeHeld(files);
        return new HashSet<>(files.values());
    }

    /** Takes out what any snapshot still holds, such as files of an attempt whose own snapshot has expired. */
    private void removeHeld(Map<String, String> files) {
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (seen.add(manifest.path())) {
                    removeHeld(files, manifest);
                }
            }
        }
    }

    private void removeHeld(Map<String, String> files, ManifestFile manifest) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(path -> files.remove(storage.path(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Locations by path, since one file may be named in more than one way. */
    private Map<String, String> files(String prefix) {
        Map<String, String> files = new HashMap<>();
        storage.list(location(table), prefix)
                .forEach(file -> files.put(storage.path(file.location()), file.location()));
        return files;
    }
}
