package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Files that were computed from a snapshot, and those of it whose rows they hold.
 *
 * @param basis the snapshot; empty if the table had none
 * @param removed paths of data files of the snapshot, as {@link dev.daybreak.engine.Relation.DataFile#path} tells them
 * @param added may be empty, as may {@code removed}: the table then gets a snapshot that changes nothing
 */
public record FileChange(Optional<Long> basis, Set<Path> removed, List<WrittenFile> added) {
    public FileChange {
        Objects.requireNonNull(basis, "basis");
        removed = Set.copyOf(removed);
        added = List.copyOf(added);
    }

    /** Refused by a {@link ValidationException} if others have added rows or deletes since, or have taken one of the files. */
    SnapshotUpdate<?> update(Table table, Storage storage, List<DataFile> described) {
        OverwriteFiles update = table.newOverwrite()
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
        basis.ifPresent(update::validateFromSnapshot);
        files(table, storage).forEach(update::deleteFile);
        described.forEach(update::addFile);
        return update;
    }

    private Set<DataFile> files(Table table, Storage storage) {
        Set<DataFile> files = new HashSet<>();
        if (removed.isEmpty()) {
            return files;
        }
        Set<Path> missing = new HashSet<>(removed);
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(basis.orElseThrow())
                .planWith(CallerThread.INSTANCE)
                .planFiles()) {
            for (FileScanTask task : tasks) {
                if (missing.remove(Path.of(storage.rows(task.file())))) {
                    files.add(task.file());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("snapshot " + basis.get() + " has no file " + missing);
        }
        return files;
    }
}
