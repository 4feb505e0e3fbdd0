package dev.daybreak.lake.store;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.gcp.GCPProperties;
import org.apache.iceberg.gcp.gcs.GCSFileIO;
import org.apache.iceberg.io.FileInfo;

/**
 * Objects of Google Cloud Storage as Iceberg sees them. They are deleted one by one, some at a time: of those that a batch could not delete, the
 * client tells nothing, and does not try again.
 */
final class GcsFiles extends GCSFileIO {
    /** Each file that is being sent takes so much of the heap. */
    private static final int PART_BYTES = 8 << 20;

    private final transient Requests requests = new Requests();

    GcsFiles(Storage client) {
        super(() -> client);
        initialize(Map.of(GCPProperties.GCS_CHANNEL_WRITE_CHUNK_SIZE, Integer.toString(PART_BYTES)));
    }

    /** An object that is not there is deleted. */
    @Override
    public void deleteFile(String location) {
        client().delete(BlobId.fromGsUtilUri(location));
    }

    @Override
    public void deleteFiles(Iterable<String> locations) {
        List<String> all = new ArrayList<>();
        locations.forEach(all::add);
        requests.all(all, this::deleteFile);
    }

    @Override
    public void deletePrefix(String prefix) {
        List<String> all = new ArrayList<>();
        for (FileInfo file : listPrefix(prefix)) {
            all.add(file.location());
        }
        deleteFiles(all);
    }

    @Override
    public void close() {
        requests.close();
        super.close();
    }
}
