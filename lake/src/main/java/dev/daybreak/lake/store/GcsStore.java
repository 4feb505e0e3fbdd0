package dev.daybreak.lake.store;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import dev.daybreak.project.lake.Warehouse;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;

/** Google Cloud Storage. */
final class GcsStore implements ObjectStore {
    private static final String SCHEME = "gs://";
    private static final int NOT_FOUND = 404;
    private static final String NO_OBJECT = "No such object";

    private final Warehouse warehouse;
    private final Warehouse.Gcs access;
    private final Patience patience;
    private Storage client;
    private GcsFiles files;

    GcsStore(Warehouse warehouse, Warehouse.Gcs access, Patience patience) {
        this.warehouse = warehouse;
        this.access = access;
        this.patience = patience;
    }

    @Override
    public boolean holds(String location) {
        return location.startsWith(SCHEME);
    }

    @Override
    public synchronized DelegateFileIO files() {
        if (files == null) {
            files = new GcsFiles(client());
        }
        return files;
    }

    private synchronized Storage client() {
        if (client == null) {
            client = GcsClients.open(warehouse, access, patience);
        }
        return client;
    }

    @Override
    public void download(String location, Path to) {
        try {
            client().downloadTo(BlobId.fromGsUtilUri(location), to);
        } catch (StorageException e) {
            throw isNoObject(e) ? new NotFoundException(e, "There is no object '%s'", location) : e;
        }
    }

    /** An answer of the same status says that there is no bucket. */
    private static boolean isNoObject(StorageException failure) {
        return failure.getCode() == NOT_FOUND
                && String.valueOf(failure.getMessage()).contains(NO_OBJECT);
    }

    /** What an upload sent before it died is no object, cannot be listed, costs nothing, and is forgotten after a week. */
    @Override
    public void abortUploads(String prefix) {}

    @Override
    public synchronized void close() {
        if (files != null) {
            files.close();
        }
        if (client != null) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
