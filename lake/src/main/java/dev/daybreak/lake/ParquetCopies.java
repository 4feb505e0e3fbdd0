package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.lake.store.CacheFolder;
import dev.daybreak.lake.store.CopySource;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.Requests;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Copies as Parquet of tables' files in other formats, which engines do not read by themselves. No file of a table changes, so each is copied once,
 * when it is first read; copies are bounded in bytes, and those not used for longest go first. Thread-safe.
 */
final class ParquetCopies implements AutoCloseable {
    /** Where tables lie in local folders, nobody says how much of the disk copies may take. */
    static final long LOCAL_BYTES = 20_000_000_000L;

    /** To copy takes a core, and memory for a group of rows. */
    private static final int AT_ONCE = 2;

    private static final String FOLDER = "converted";
    private static final String LOCAL = "file://";

    private final FileCache cache;

    /**
     * @param lake its folder; nothing is made in it before something is copied
     * @param bytes how much of the disk copies may take
     * @param making makes a copy of the file at a location of {@link #path}
     */
    ParquetCopies(Path lake, long bytes, CopySource making) {
        this.cache = new FileCache(
                new CacheFolder(lake.resolve(FOLDER)),
                bytes,
                (name, to) -> making.download(name.startsWith(LOCAL) ? local(name) : name, to),
                new Requests(AT_ONCE));
    }

    private static String local(String name) {
        return "/" + name.substring(LOCAL.length());
    }

    /**
     * Where the copy of a file lies, if there is one.
     *
     * @param location an absolute path, or one with the name of a store
     */
    Path path(String location) {
        return cache.path(location.startsWith("/") ? LOCAL + location.substring(1) : location);
    }

    /** How the files are called of which these are copies. */
    Relation.Copies ofLocal() {
        return new Relation.Copies("/", beginning(LOCAL));
    }

    /** @param scheme of a store, such as {@code s3://} */
    Relation.Copies of(String scheme) {
        return new Relation.Copies(scheme, beginning(scheme));
    }

    private String beginning(String scheme) {
        return cache.path(scheme + "any").getParent() + "/";
    }

    /** Makes what is not there of the copies among some paths, and keeps it. */
    FileCache.Hold hold(Collection<Path> paths) {
        return cache.hold(
                paths.stream().map(cache::location).flatMap(Optional::stream).toList());
    }

    @Override
    public void close() {
        cache.close();
    }
}
