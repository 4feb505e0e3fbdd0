package dev.daybreak.lake;

import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.lake.Warehouse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the lakes of a test class stand on S3. */
final class OnS3 implements BeforeAllCallback, AfterAllCallback {
    static final Patience SHORT = new Patience(12, Duration.ofSeconds(2));
    private static final long CACHE_BYTES = 1_000_000_000;

    private S3Server server;

    static Warehouse warehouse(URI endpoint, String prefix, long cacheBytes) {
        return new Warehouse(
                "s3://" + S3Server.BUCKET + "/" + prefix,
                Optional.of(endpoint),
                Optional.of("eu-central-1"),
                true,
                Optional.empty(),
                cacheBytes);
    }

    /** Where a lake is whose tables lie in a store under a prefix that no other folder's lake has. */
    static LakePlace place(Path folder, URI endpoint) {
        String prefix =
                "lake" + Integer.toHexString(folder.toAbsolutePath().toString().hashCode());
        return new LakePlace(folder, Optional.of(warehouse(endpoint, prefix, CACHE_BYTES)), Optional.empty());
    }

    static void giveCredentials() {
        System.setProperty("aws.accessKeyId", S3Server.KEY_ID);
        System.setProperty("aws.secretAccessKey", S3Server.SECRET);
    }

    static void takeCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        giveCredentials();
        server = S3Server.start();
        Lakes.standOn(server.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Lakes.standOnFolders();
        server.close();
        takeCredentials();
    }
}
