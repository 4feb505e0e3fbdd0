package dev.daybreak.lake;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A server that speaks S3. */
public final class S3Server implements TestStore {
    public static final String KEY_ID = "ada";
    public static final String SECRET = "a-secret-of-ada";

    private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
    private final S3Proxy server;

    private S3Server() {
        objects.createContainer(BUCKET);
        server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
                .build();
    }

    public static S3Server start() throws IOException {
        giveCredentials();
        S3Server started = new S3Server();
        try {
            started.server.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
        return started;
    }

    /** For this process, as the environment has them for others. */
    public static void giveCredentials() {
        System.setProperty("aws.accessKeyId", KEY_ID);
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public List<String> objects(String prefix) {
        return objects.list(BUCKET).contents().stream()
                .map(object -> object.key())
                .filter(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public void remove(String name) {
        objects.removeBlob(BUCKET, name);
    }

    @Override
    public void close() throws IOException {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
