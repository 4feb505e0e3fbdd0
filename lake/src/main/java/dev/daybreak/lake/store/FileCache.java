package dev.daybreak.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies of objects on the local disk, bounded in bytes; those that were not used for longest go first. An object never changes, so a copy is
 * right for ever. Many processes and instances may share a folder. Thread-safe.
 *
 * <p>A copy appears under its name when it is whole: it is read into a file beside, which is then linked. Whoever uses a copy
 * links it into a folder of its own first, so a copy that has one link only is used by nobody, and links and removals
 * take turns by a lock on the folder. A process that dies leaves its folder without the lock that it held on it; whoever makes room next removes it.
 */
public final class FileCache implements AutoCloseable {
    /** Room is made each time that this part of the bound has come in. */
    private static final int PARTS = 20;

    private final CopySource source;
    private final CacheNames names;
    private final CacheFolder folder;
    private final long bytes;
    private final Requests requests;
    private final Map<String, Object> atWork = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong sinceTrim = new AtomicLong();

    /** @param bytes how much copies may take; what is used at the moment may take more */
    public FileCache(CacheFolder folder, long bytes, ObjectStore store) {
        this(folder, bytes, store, new Requests());
    }

    /** @param requests for copies that are made at the same time; closed with this */
    public FileCache(CacheFolder folder, long bytes, CopySource source, Requests requests) {
        this.folder = folder;
        this.names = new CacheNames(folder.files());
        this.bytes = bytes;
        this.source = source;
        this.requests = requests;
    }

    /** Where the copy of an object lies, if there is one. */
    public Path path(String location) {
        return names.path(location);
    }

    /** The object that a path is the copy of; empty if it is none. */
    public Optional<String> location(Path path) {
        return names.location(path);
    }

    /** The path of a copy that is whole; it may be removed at any time. */
    public Path fetch(String location) {
        Path path = path(location);
        try {
            if (Files.exists(path)) {
                touch(path);
            } else {
                once(location, () -> {
                    if (!Files.exists(path)) {
                        download(location, part -> link(path, part));
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trim();
        return path;
    }

    /** Does something with a file that is there only meanwhile. */
    private interface Taking {
        void take(Path part) throws IOException;
    }

    private void download(String location, Taking taking) throws IOException {
        Path part = folder.own().resolve("part-" + number.incrementAndGet());
        try {
            source.download(location, part);
            sinceTrim.addAndGet(Files.size(part));
            taking.take(part);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Of the threads of this instance, one at a time works for an object. */
    private void once(String location, CacheFolder.Action action) throws IOException {
        try {
            synchronized (atWork.computeIfAbsent(location, key -> new Object())) {
                action.run();
            }
        } finally {
            atWork.remove(location);
        }
    }

    private static void link(Path path, Path existing) throws IOException {
        Files.createDirectories(path.getParent());
        try {
            Files.createLink(path, existing);
        } catch (FileAlreadyExistsException e) {
            touch(path);
        }
    }

    /** Takes a file that was just sent to the store as the copy; the file itself stays. */
    public void adopt(Path file, String location) {
        try {
            sinceTrim.addAndGet(Files.size(file));
            link(path(location), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trim();
    }

    /**
     * Copies that stay until it is closed.
     */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Fetches what is not there, and keeps all of it. */
    public Hold hold(Collection<String> locations) {
        Queue<Path> links = new ConcurrentLinkedQueue<>();
        Hold hold = () -> release(links);
        if (locations.isEmpty()) {
            return hold;
        }
        try {
            folder.own();
            List<String> missing = new ArrayList<>();
            folder.locked(() -> {
                for (String location : locations) {
                    if (!use(path(location), links)) {
                        missing.add(location);
                    }
                }
                return true;
            });
            requests.all(missing, location -> fetchAndUse(location, links));
        } catch (IOException e) {
            hold.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
        trim();
        return hold;
    }

    private void fetchAndUse(String location, Queue<Path> links) {
        Path path = path(location);
        try {
            once(location, () -> {
                if (!folder.locked(() -> use(path, links))) {
                    download(
                            location,
                            part -> folder.locked(() -> {
                                link(path, part);
                                return use(path, links);
                            }));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a copy, under the lock; false if there is none. */
    private boolean use(Path path, Queue<Path> links) throws IOException {
        Path link = folder.own().resolve("use-" + number.incrementAndGet());
        try {
            Files.createLink(link, path);
        } catch (NoSuchFileException e) {
            return false;
        }
        links.add(link);
        touch(path);
        return true;
    }

    private static void release(Collection<Path> links) {
        try {
            for (Path link : links) {
                Files.deleteIfExists(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void touch(Path path) throws IOException {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // Whoever uses it finds out.
        }
    }

    private void trim() {
        trim(bytes / PARTS);
    }

    /** @param least so many bytes must have come in since the last time */
    private void trim(long least) {
        long came = sinceTrim.get();
        if (came > least && sinceTrim.compareAndSet(came, 0)) {
            try {
                folder.trim(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes room for what came in, so that many short commands keep to the bound, too. */
    @Override
    public void close() {
        requests.close();
        trim(0);
        folder.close();
    }
}
