package dev.daybreak.lake;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * One commit that happens once. Iceberg tries a commit again whenever another writer came first, and may have succeeded
 * without knowing it: the connection to the catalog can break after the change, and the catalog's client then repeats
 * a statement that no longer matches. So at every try the table's history is asked for the step before anything is written, and
 * after any failure it is asked again; what it says is the outcome.
 */
final class Publication {
    private final TableState state;
    private final PublishGuard guard;
    private final Footers footers;
    private final TableFormat format;
    private final Table table;
    /** Metadata files that Iceberg wants removed. It may want so for a snapshot that did get in, so this waits for the outcome. */
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();

    private boolean isFirstTry = true;
    private boolean wasThereBefore;
    private boolean isSuperseded;
    private boolean isRefusedIfChanged;

    /** @param format that files are given */
    Publication(TableState state, PublishGuard guard, Footers footers, TableFormat format) {
        this.state = state;
        this.guard = guard;
        this.footers = footers;
        this.format = format;
        this.table = state.lend();
    }

    /** What is in the table already gives way by interval. */
    Published run(List<WrittenFile> files, List<DataInterval> replaces, ZoneId zone) {
        return commit(files, described -> update(described, replaces, zone)).orElseThrow();
    }

    /**
     * Some files give way to others.
     *
     * @return empty if the table has changed since the snapshot; nothing was changed then
     */
    Optional<Published> run(FileChange change) {
        isRefusedIfChanged = true;
        return commit(change.added(), described -> change.update(table, state.storage(), described));
    }

    private Optional<Published> commit(List<WrittenFile> files, Function<List<DataFile>, SnapshotUpdate<?>> change) {
        Optional<Published> published = commitOnce(files, change);
        state.takeBack(table);
        return published;
    }

    private Optional<Published> commitOnce(
            List<WrittenFile> files, Function<List<DataFile>, SnapshotUpdate<?>> change) {
        Optional<Snapshot> earlier = new History(table).find(guard.step());
        if (earlier.isPresent()) {
            return Optional.of(repeated(earlier.get()));
        }
        List<StoredFile> stored = StoredFile.of(files, table, format, footers);
        List<Path> written = files.stream().map(WrittenFile::path).toList();
        List<Path> paths = stored.stream().map(StoredFile::path).toList();
        SnapshotUpdate<?> update = change.apply(StoredFile.describe(stored, table, state.storage()));
        state.storage().keep(table, paths);
        long rows = files.stream().mapToLong(WrittenFile::rows).sum();
        update.set(History.STEP, guard.step());
        update.set(History.ATTEMPT, guard.attempt());
        update.set(History.TOKEN, Long.toString(guard.token()));
        update.set(History.RUN, guard.run());
        update.set(History.FINGERPRINT, guard.fingerprint());
        update.set(History.ROWS, Long.toString(rows));
        update.scanManifestsWith(CallerThread.INSTANCE);
        update.writeManifestsWith(CallerThread.INSTANCE, 1);
        update.deleteWith(unwanted::add);
        update.validateWith(mayCommit());
        Failpoint.BEFORE_COMMIT.reach();
        RuntimeException failure = commit(update);
        Failpoint.AFTER_COMMIT.reach();
        Optional<Published> published = settle(failure);
        if (published.isPresent()) {
            state.storage().published(table, paths);
            StoredFile.deleteAllBut(paths, written);
        } else {
            StoredFile.deleteAllBut(written, paths);
        }
        return published;
    }

    private SnapshotUpdate<?> update(List<DataFile> files, List<DataInterval> replaces, ZoneId zone) {
        if (replaces.isEmpty()) {
            AppendFiles append = table.newAppend();
            files.forEach(append::appendFile);
            return append;
        }
        Replacement replacement = new Replacement(state.key(), table, replaces, zone);
        replacement.refuseOutside(files);
        OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(replacement.filter());
        files.forEach(overwrite::addFile);
        return overwrite;
    }

    private SnapshotAncestryValidator mayCommit() {
        return new SnapshotAncestryValidator() {
            @Override
            public boolean validate(Iterable<Snapshot> history) {
                Optional<Snapshot> found = History.find(history, guard.step());
                wasThereBefore = found.isPresent()
                        && (isFirstTry
                                || !guard.attempt().equals(found.get().summary().get(History.ATTEMPT)));
                isFirstTry = false;
                if (found.isPresent()) {
                    return false;
                }
                isSuperseded = !guard.isNewest().getAsBoolean();
                Failpoint.INSIDE_COMMIT.reach();
                return !isSuperseded;
            }

            @Override
            public String errorMessage() {
                return isSuperseded ? "a newer attempt has claimed the step" : "the step was published before";
            }
        };
    }

    private static RuntimeException commit(SnapshotUpdate<?> update) {
        try {
            update.commit();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Finds out from the catalog what the commit did, whatever it reported. */
    private Optional<Published> settle(RuntimeException failure) {
        Optional<Snapshot> found;
        try {
            table.refresh();
            found = new History(table).find(guard.step());
        } catch (RuntimeException e) {
            if (failure != null) {
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
        removeUnwanted(found);
        if (found.isPresent()) {
            return Optional.of(wasThereBefore ? repeated(found.get()) : History.published(found.get(), false));
        }
        if (isSuperseded) {
            throw new DaybreakException(
                    ErrorCode.SUPERSEDED,
                    "Cannot publish to table '" + state.key() + "': attempt '" + guard.attempt()
                            + "' of step '" + guard.step() + "' (token " + guard.token()
                            + ") is not the newest any more; nothing was changed",
                    "Nothing is to be done: the newer attempt publishes.",
                    failure);
        }
        if (failure == null) {
            throw new IllegalStateException("step '" + guard.step() + "' was committed but is not in the history");
        }
        if (isRefusedIfChanged && failure instanceof ValidationException) {
            return Optional.empty();
        }
        throw Replacement.explain(failure, state.key());
    }

    private Published repeated(Snapshot snapshot) {
        if (!guard.attempt().equals(snapshot.summary().get(History.ATTEMPT))) {
            DataFolder.of(table, state.storage()).discard(guard.attempt());
        }
        return History.published(snapshot, true);
    }

    private void removeUnwanted(Optional<Snapshot> published) {
        Set<String> held = new HashSet<>();
        if (published.isPresent() && !unwanted.isEmpty()) {
            held.add(published.get().manifestListLocation());
            published.get().allManifests(table.io()).forEach(manifest -> held.add(manifest.path()));
        }
        for (String location : unwanted) {
            if (!held.contains(location)) {
                table.io().deleteFile(location);
            }
        }
    }
}
