package dev.daybreak.lake.store;

import dev.daybreak.project.lake.Warehouse;
import org.apache.iceberg.io.DelegateFileIO;

/**
 * A store of objects, which are written whole, never changed, and found by a prefix of their names. What may pass by itself (a store that is busy,
 * slow or cuts connections) is tried again inside; what remains is thrown as the store's client says it, which {@link StoreFailures}
 * puts into words. Connects when it is first used. Thread-safe.
 */
public interface ObjectStore extends CopySource, AutoCloseable {
    /**
     * The store of a warehouse.
     *
     * @param folder in which objects are put together before they are sent
     */
    static ObjectStore of(Warehouse warehouse, CacheFolder folder, Patience patience) {
        return warehouse.access() instanceof Warehouse.Gcs gcs
                ? new GcsStore(warehouse, gcs, patience)
                : new S3Store(warehouse, (Warehouse.S3) warehouse.access(), folder, patience);
    }

    /** Whether a location is one of such a store. */
    boolean holds(String location);

    /** Writes, lists and deletes. An object is there when its stream was closed, or not at all; large ones are sent in parts. */
    DelegateFileIO files();

    /** Deletes what uploads under a prefix sent before they died. */
    void abortUploads(String prefix);

    @Override
    void close();
}
