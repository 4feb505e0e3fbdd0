package dev.daybreak.lake;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A server that speaks S3, in this process and in memory, with one bucket. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "company-lake";
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
        S3Server started = new S3Server();
        try {
            started.server.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
        return started;
    }

    public int port() {
        return server.getPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The names of all objects that begin so. */
    public List<String> objects(String prefix) {
        return objects.list(BUCKET).contents().stream()
                .map(object -> object.key())
                .filter(key -> key.startsWith(prefix))
                .toList();
    }

    /** Takes an object away, as a bucket's rule or a person might. */
    public void remove(String name) {
        objects.removeBlob(BUCKET, name);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
