package dev.daybreak.lake;

import dev.daybreak.engine.ForwardingSession;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A session that fetches files of an object store, and copies those that are not Parquet, when they are made readable, and keeps them until it closes. */
final class FetchingSession extends ForwardingSession {
    private final Storage storage;
    /** The thread that waits for files now; null if none does. */
    private Thread fetching;
    /** Whether that thread was interrupted from here. */
    private boolean isCancelled;

    private final Set<Path> held = new HashSet<>();
    private final List<FileCache.Hold> holds = new ArrayList<>();

    FetchingSession(Session session, Storage storage) {
        super(session);
        this.storage = storage;
    }

    /** What is read from the table itself is not needed as files. */
    private void fetchFiles(String name, Relation relation) {
        if (relation.origin().filter(this::reads).isEmpty()) {
            fetch(name, relation);
        }
    }

    private void fetch(String name, Relation relation) {
        Set<Path> paths = missing(relation);
        if (paths.isEmpty()) {
            return;
        }
        beginFetching();
        try {
            holds.add(storage.hold(name, paths));
            held.addAll(paths);
        } catch (RuntimeException e) {
            throw isCancelled() ? cancelled(name, e) : e;
        } finally {
            endFetching();
        }
    }

    private Set<Path> missing(Relation relation) {
        Set<Path> paths = new HashSet<>();
        for (Relation.DataFile file : relation.files()) {
            paths.add(Path.of(file.path()));
            file.deletes().forEach(delete -> paths.add(Path.of(delete.path())));
        }
        paths.removeAll(held);
        return paths;
    }

    private static DaybreakException cancelled(String name, RuntimeException failure) {
        return new DaybreakException(
                ErrorCode.CANCELLED, "Cannot fetch the files of '" + name + "': it was cancelled.", "", failure);
    }

    private synchronized boolean isCancelled() {
        return isCancelled;
    }

    private synchronized void beginFetching() {
        fetching = Thread.currentThread();
    }

    /** The interrupt was meant for the requests alone. */
    private synchronized void endFetching() {
        fetching = null;
        if (isCancelled) {
            isCancelled = false;
            Thread.interrupted();
        }
    }

    @Override
    public void register(String name, Relation relation) {
        fetchFiles(name, relation);
        super.register(name, relation);
    }

    @Override
    public void register(String name, Relation relation, Salting salting) {
        fetchFiles(name, relation);
        super.register(name, relation, salting);
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        fetch(name, relation);
        super.register(name, relation, fileColumn);
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (fetching != null) {
                isCancelled = true;
                fetching.interrupt();
            }
        }
        super.cancel();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            holds.forEach(FileCache.Hold::close);
            holds.clear();
        }
    }
}
