package dev.daybreak.orchestration.store;

import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store on SQLite without rows, brought up to date once for all tests of this process. */
final class NewStore {
    private static byte[] bytes;

    private NewStore() {}

    /** Lays a copy into a folder, unless a store is there. */
    static void lay(Path folder) {
        Path file = folder.resolve("metadata.db");
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path copy = Files.createTempFile(folder, "new", ".db");
            Files.write(copy, bytes());
            try {
                // Unlike a move it puts nothing in the place of a store that another process has made meanwhile.
                Files.createLink(file, copy);
            } catch (FileAlreadyExistsException e) {
                // That one is it.
            }
            Files.delete(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized byte[] bytes() throws IOException {
        if (bytes == null) {
            Path folder = Files.createTempDirectory("daybreak-store");
            Store.open(folder).close();
            bytes = Files.readAllBytes(folder.resolve("metadata.db"));
            FolderTree.delete(folder);
        }
        return bytes;
    }
}
