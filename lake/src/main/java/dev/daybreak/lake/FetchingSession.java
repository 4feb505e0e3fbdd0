package dev.daybreak.lake;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.StoreFailures;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A session that fetches files of an object store when they are made readable, and keeps them until it closes. */
final class FetchingSession implements Session {
    private final Session session;
    private final FileCache cache;
    private final StoreFailures failures;
    /** The thread that waits for the store now; null if none does. */
    private Thread fetching;
    /** Whether that thread was interrupted from here. */
    private boolean isCancelled;

    private final Set<String> held = new HashSet<>();
    private final List<FileCache.Hold> holds = new ArrayList<>();

    FetchingSession(Session session, FileCache cache, StoreFailures failures) {
        this.session = session;
        this.cache = cache;
        this.failures = failures;
    }

    private void fetch(String name, Relation relation) {
        Set<String> locations = missing(relation);
        if (locations.isEmpty()) {
            return;
        }
        beginFetching();
        try {
            holds.add(failures.told("fetch the files of '" + name + "'", () -> cache.hold(locations)));
            held.addAll(locations);
        } finally {
            endFetching();
        }
    }

    private Set<String> missing(Relation relation) {
        Set<String> locations = new HashSet<>();
        for (Relation.DataFile file : relation.files()) {
            cache.location(Path.of(file.path())).ifPresent(locations::add);
            file.deletes()
                    .forEach(delete -> cache.location(Path.of(delete.path())).ifPresent(locations::add));
        }
        locations.removeAll(held);
        return locations;
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
    public boolean isDistributed() {
        return session.isDistributed();
    }

    @Override
    public void register(String name, Relation relation) {
        fetch(name, relation);
        session.register(name, relation);
    }

    @Override
    public void register(String name, Relation relation, Salting salting) {
        fetch(name, relation);
        session.register(name, relation, salting);
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        fetch(name, relation);
        session.register(name, relation, fileColumn);
    }

    @Override
    public void define(String name, String sql) {
        session.define(name, sql);
    }

    @Override
    public Schema describe(String sql) {
        return session.describe(sql);
    }

    @Override
    public Rows query(String sql) {
        return session.query(sql);
    }

    @Override
    public QueryPlan explain(String sql) {
        return session.explain(sql);
    }

    @Override
    public void execute(String sql) {
        session.execute(sql);
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        return session.write(sql, spec);
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (fetching != null) {
                isCancelled = true;
                fetching.interrupt();
            }
        }
        session.cancel();
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            holds.forEach(FileCache.Hold::close);
            holds.clear();
        }
    }
}
