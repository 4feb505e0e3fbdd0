package dev.daybreak.ingestion;

import dev.daybreak.project.Settings;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Where an attempt keeps files while it reads: beside the lake, since they may be as large as what is read.
 *
 * @param path made by whoever writes into it first
 */
record AttemptFolder(Path path) {
    static AttemptFolder of(Settings settings, String attempt) {
        return new AttemptFolder(settings.state().resolve("intake").resolve(attempt));
    }

    /** Removes it with all that is in it, if it is there. */
    void delete() {
        try {
            FolderTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove '" + path + "'", e);
        }
    }
}
