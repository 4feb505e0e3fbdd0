package dev.daybreak.engine;

import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The folder that one engine spills into. It is locked while the engine lives, so that the next engine can tell the folders of
 * processes that were killed, and removes them.
 */
public final class SpillFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private SpillFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a folder below another, which is made if need be, and removes what dead engines of that name left there.
     *
     * @param engine its name, with which the folder's name starts
     */
    public static SpillFolder open(Path parent, String engine) throws IOException {
        String prefix = engine + "-";
        Files.createDirectories(parent);
        try (Stream<Path> siblings = Files.list(parent)) {
            for (Path sibling : siblings.toList()) {
                if (sibling.getFileName().toString().startsWith(prefix)) {
                    removeIfDead(sibling);
                }
            }
        }
        Path path = Files.createTempDirectory(parent, prefix);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("the new file '" + path.resolve(LOCK) + "' is locked by another process");
        }
        return new SpillFolder(path, lock);
    }

    private static void removeIfDead(Path sibling) throws IOException {
        try (FileChannel channel = FileChannel.open(sibling.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            if (taken != null) {
                FolderTree.delete(sibling);
            }
        } catch (OverlappingFileLockException | NoSuchFileException | AccessDeniedException other) {
            // An engine of this process, one that is about to lock its folder or has just removed it, or another
            // user's.
            return;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        FolderTree.delete(path);
    }
}
