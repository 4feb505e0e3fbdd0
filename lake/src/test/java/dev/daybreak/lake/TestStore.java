package dev.daybreak.lake;

import java.io.Closeable;
import java.net.URI;
import java.util.List;

/** A server of objects with one bucket, in this process and in memory; while it runs, this process has credentials for it. */
public interface TestStore extends Closeable {
    String BUCKET = "company-lake";

    int port();

    default URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The names of all objects that begin so. */
    List<String> objects(String prefix);

    /** Takes an object away, as a bucket's rule or a person might. */
    void remove(String name);
}
