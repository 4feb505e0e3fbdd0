package dev.daybreak.lake.store;

import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder of a {@link FileCache}, with {@code files/}, and {@code use/} with a folder for each instance that has it open. One instance has one of these.
 * Thread-safe.
 */
public final class CacheFolder {
    /** Of instances in one process only one can hold a lock on a file. */
    private static final Object IN_THIS_PROCESS = new Object();

    /** Folders of this process's own instances: to open and close the lock of one would give it up, whoever holds it. */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private static final String LOCK = "lock";

    private final Path root;
    private Path own;
    private FileChannel ownLock;

    public CacheFolder(Path root) {
        this.root = root;
    }

    /** A copy, as it was when it was looked at. */
    private record Copy(Path path, long bytes, long usedMillis) {}

    /** What is done with files. */
    interface Action {
        void run() throws IOException;
    }

    /** What is done with files, and comes out of it. */
    interface Answer<T> {
        T get() throws IOException;
    }

    Path files() {
        return root.resolve("files");
    }

    /** This instance's own folder, made when it is first asked for. */
    synchronized Path own() throws IOException {
        if (own == null) {
            own = locked(() -> {
                Path made = Files.createDirectories(
                        root.resolve("use").resolve(UUID.randomUUID().toString()));
                ownLock = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ownLock.lock();
                OPEN_HERE.add(made);
                return made;
            });
        }
        return own;
    }

    /** Does something while no other instance, of this process or another, does so. */
    <T> T locked(Answer<T> action) throws IOException {
        synchronized (IN_THIS_PROCESS) {
            Files.createDirectories(root);
            try (FileChannel channel =
                            FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("the lock on '" + root + "' was lost");
                }
                return action.get();
            }
        }
    }

    /** Removes copies that nobody uses, those used longest ago first, until all that are left take no more than a bound. */
    void trim(long bytes) throws IOException {
        locked(() -> {
            removeDead();
            List<Copy> copies = copies();
            long total = copies.stream().mapToLong(Copy::bytes).sum();
            copies.sort(Comparator.comparingLong(Copy::usedMillis));
            for (Copy copy : copies) {
                if (total <= bytes) {
                    break;
                }
                if (isUnused(copy.path())) {
                    Files.deleteIfExists(copy.path());
                    total -= copy.bytes();
                }
            }
            return true;
        });
    }

    private static boolean isUnused(Path path) throws IOException {
        try {
            return ((Number) Files.getAttribute(path, "unix:nlink")).intValue() == 1;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private List<Copy> copies() throws IOException {
        List<Copy> copies = new ArrayList<>();
        if (!Files.isDirectory(files())) {
            return copies;
        }
        Files.walkFileTree(files(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                copies.add(new Copy(
                        file, attributes.size(), attributes.lastModifiedTime().toMillis()));
                return FileVisitResult.CONTINUE;
            }
        });
        return copies;
    }

    /** What instances left that did not close, since their process is gone. */
    private void removeDead() throws IOException {
        List<Path> instances;
        try (Stream<Path> found = Files.list(root.resolve("use"))) {
            instances = found.toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path instance : instances) {
            if (!OPEN_HERE.contains(instance) && isDead(instance)) {
                FolderTree.delete(instance);
            }
        }
    }

    private static boolean isDead(Path instance) throws IOException {
        try (FileChannel channel = FileChannel.open(instance.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    synchronized void close() {
        if (own == null) {
            return;
        }
        try {
            locked(() -> {
                ownLock.close();
                FolderTree.delete(own);
                OPEN_HERE.remove(own);
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        own = null;
    }
}
