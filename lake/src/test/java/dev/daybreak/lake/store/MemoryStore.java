package dev.daybreak.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;

/** A store that can only be read from, and counts how often that is done. */
final class MemoryStore implements ObjectStore {
    final Map<String, String> objects = new ConcurrentHashMap<>();
    final AtomicInteger downloads = new AtomicInteger();
    volatile boolean isCutting;

    @Override
    public boolean holds(String location) {
        return location.startsWith("s3://");
    }

    @Override
    public DelegateFileIO files() {
        throw new UnsupportedOperationException("can only be read from");
    }

    @Override
    public void download(String location, Path to) {
        downloads.incrementAndGet();
        String content = objects.get(location);
        if (content == null) {
            throw new NotFoundException("There is no object '%s'", location);
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(to)) {
            out.write(bytes, 0, bytes.length / 2);
            if (isCutting) {
                throw new IOException("cut off");
            }
            out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void abortUploads(String prefix) {
        throw new UnsupportedOperationException("can only be read from");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
