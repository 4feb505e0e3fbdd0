package dev.daybreak.lake;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Relation;
import dev.daybreak.lake.store.FileCache;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;

/**
 * Where the files of tables lie. Engines read and write local files: those of a local lake are its tables' own; those of an object store are
 * copied, and sent before they are published. Thread-safe.
 */
interface Storage extends AutoCloseable {
    /** For metadata, and to delete. */
    FileIO io();

    /** The location under which tables lie whose makers name no other. */
    String warehouse();

    /** Whether a table may have this location. */
    boolean canHold(String location);

    /** A location as it is compared with others: one file has one of these, whoever wrote its name. */
    String normalized(String location);

    /** An existing folder in which an engine writes files of a table. */
    Path staging(Table table);

    /** Where a written file lies once it is {@link #keep kept}. */
    String location(Table table, Path staged);

    /** Makes written files durable at their locations. Nobody knows of them yet. */
    void keep(Table table, Collection<Path> staged);

    /** Written files were published: they are read from their locations from now on. */
    void published(Table table, Collection<Path> staged);

    /** Removes what an attempt wrote and nobody knows of outside of this machine; returns where the files would be kept. */
    Set<String> unstage(Table table, String prefix);

    /** The path under which a file lies on this machine, be it as a copy that is yet to be made. */
    String path(String location);

    /** The path under which an engine of {@link #reading} finds the rows of a file, as Parquet. */
    String rows(ContentFile<?> file);

    /** How paths of {@link #rows} follow from locations, where files are copies. */
    List<Relation.Copies> copies();

    /**
     * Has files of {@link #rows} be there until it is closed.
     *
     * @param what names them in messages
     */
    FileCache.Hold hold(String what, Collection<Path> paths);

    /** The path of a file that an engine may read by itself; empty if it is not on this machine. */
    Optional<Path> local(String location);

    /**
     * Files below a folder. Files that come and go meanwhile may be there or not.
     *
     * @param name how their names begin
     */
    List<FileInfo> list(String folder, String name);

    /** Deletes a folder with all that is in it. */
    void deleteFolder(String folder);

    /** Tries what is needed of the store; tells what was tried. Empty if there is none. */
    Optional<String> examine();

    /** An engine that finds files of {@link #rows}. */
    default Engine reading(Engine engine) {
        return new FetchingEngine(engine, this);
    }

    @Override
    void close();
}
