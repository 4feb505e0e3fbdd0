package dev.daybreak.lake;

import dev.daybreak.project.lake.Warehouse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The stores that lakes stand on in tests. */
public enum StoreKind {
    S3("s3://"),
    GCS("gs://");

    private final String scheme;

    StoreKind(String scheme) {
        this.scheme = scheme;
    }

    /** How locations begin. */
    public String bucket() {
        return scheme + TestStore.BUCKET + "/";
    }

    public TestStore start() throws IOException {
        return this == S3 ? S3Server.start() : GcsServer.start();
    }

    /** A part of the bucket of a server, or of a proxy before it. */
    Warehouse warehouse(URI endpoint, String prefix, long cacheBytes) {
        Warehouse.Access access = this == S3
                ? new Warehouse.S3(Optional.of("eu-central-1"), true, Optional.empty())
                : new Warehouse.Gcs(Optional.empty());
        return new Warehouse(bucket() + prefix, Optional.of(endpoint), access, cacheBytes);
    }
}
