package dev.daybreak.lake.store;

import dev.daybreak.project.lake.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Amazon S3, or a store that speaks its protocol. */
final class S3Store implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);
    private static final String SCHEME = "s3://";

    private final Warehouse warehouse;
    private final Warehouse.S3 access;
    private final CacheFolder folder;
    private final Patience patience;
    private S3Client client;
    private S3FileIO files;

    /** @param folder in which objects are put together before they are sent */
    S3Store(Warehouse warehouse, Warehouse.S3 access, CacheFolder folder, Patience patience) {
        this.warehouse = warehouse;
        this.access = access;
        this.folder = folder;
        this.patience = patience;
    }

    @Override
    public boolean holds(String location) {
        return location.startsWith(SCHEME);
    }

    @Override
    public synchronized DelegateFileIO files() {
        if (files == null) {
            S3Client made = client();
            S3FileIO opened = new S3FileIO(() -> made);
            try {
                opened.initialize(Map.of(
                        S3FileIOProperties.STAGING_DIRECTORY, folder.own().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            files = opened;
        }
        return files;
    }

    private synchronized S3Client client() {
        if (client == null) {
            client = S3Clients.open(warehouse, access, patience);
        }
        return client;
    }

    @Override
    public void download(String location, Path to) {
        Name name = Name.of(location);
        try {
            client().getObject(
                            request -> request.bucket(name.bucket()).key(name.key()), ResponseTransformer.toFile(to));
        } catch (NoSuchKeyException e) {
            throw new NotFoundException(e, "There is no object '%s'", location);
        }
    }

    @Override
    public void abortUploads(String prefix) {
        Name name = Name.of(prefix);
        try {
            abortUploads(name);
        } catch (AwsServiceException e) {
            // Not every store knows of them, and not everybody may see them. They are not objects; a rule of the bucket
            // removes them.
            LOG.debug("uploads under {} stay: {}", prefix, e.getMessage());
        }
    }

    private void abortUploads(Name name) {
        client().listMultipartUploadsPaginator(
                        request -> request.bucket(name.bucket()).prefix(name.key()))
                .uploads()
                .forEach(upload -> client().abortMultipartUpload(request ->
                        request.bucket(name.bucket()).key(upload.key()).uploadId(upload.uploadId())));
    }

    /** A location in parts. */
    private record Name(String bucket, String key) {
        static Name of(String location) {
            int slash = location.indexOf('/', SCHEME.length());
            if (!location.startsWith(SCHEME) || slash < 0) {
                throw new IllegalArgumentException("no location in S3: " + location);
            }
            return new Name(location.substring(SCHEME.length(), slash), location.substring(slash + 1));
        }
    }

    @Override
    public synchronized void close() {
        if (files != null) {
            files.close();
        }
        if (client != null) {
            client.close();
        }
    }
}
