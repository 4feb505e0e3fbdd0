package dev.daybreak.project.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir
    Path folder;

    @Test
    void removesAFolderWithAllThatIsInItAndNothingBeyondALink() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept.txt"), "kept");
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/file"), "gone");
        Files.createSymbolicLink(root.resolve("a/link"), kept);

        FolderTree.delete(root);

        assertThat(root).doesNotExist();
        assertThat(kept).hasContent("kept");
    }

    @Test
    void whatIsNotThereIsRemovedAlready() throws IOException {
        FolderTree.delete(folder.resolve("never"));

        assertThat(folder).isEmptyDirectory();
    }
}
