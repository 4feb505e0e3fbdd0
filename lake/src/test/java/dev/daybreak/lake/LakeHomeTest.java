package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake's tables name their files by whole paths, so it stays where it was made. */
class LakeHomeTest {
    @TempDir
    Path folder;

    private Path made() throws IOException {
        Path lake = folder.resolve("shop/lake");
        LakeHome.require(lake);
        Files.createDirectories(lake.resolve("warehouse/shop/orders"));
        LakeHome.require(lake);
        return lake;
    }

    private Path copied(Path lake) throws IOException {
        Path copy = folder.resolve("copy/lake");
        Files.createDirectories(copy.resolve("warehouse/shop/orders"));
        Files.copy(lake.resolve("home"), copy.resolve("home"));
        return copy;
    }

    @Test
    void aCopyIsNotOpened() throws IOException {
        Path lake = made();
        Path copy = copied(lake);

        assertThatThrownBy(() -> Lake.open(copy))
                .hasMessageStartingWith("Cannot open the lake in '" + copy + "'")
                .hasMessageContaining("made in '" + lake + "'")
                .hasMessageContaining("It is a copy");
        Lake.open(lake).close();
    }

    @Test
    void oneThatWasMovedSaysWhereItBelongs() throws IOException {
        Path lake = made();
        Path moved = folder.resolve("moved");
        Files.move(lake, moved);

        assertThatThrownBy(() -> LakeHome.require(moved))
                .hasMessageContaining("made in '" + lake + "', and name their files there.")
                .hasMessageNotContaining("copy");
    }

    @Test
    void withoutTablesItMayGoAnywhere() throws IOException {
        Path lake = folder.resolve("lake");
        LakeHome.require(lake);
        Path moved = Files.move(lake, folder.resolve("moved"));

        LakeHome.require(moved);

        assertThat(moved.resolve("home")).hasContent(moved + "\n");
    }

    @Test
    void anotherPathToTheSameFolderIsTheSame() throws IOException {
        Path lake = made();
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("shop"));

        LakeHome.require(link.resolve("lake"));

        assertThat(lake.resolve("home")).hasContent(lake + "\n");
    }
}
