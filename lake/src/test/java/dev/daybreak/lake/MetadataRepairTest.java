package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose metadata file is gone or damaged: what is said, and how it is had again. */
class MetadataRepairTest {
    @TempDir
    Path folder;

    private TestTable test;
    private Published first;
    private Published second;

    @BeforeEach
    void publishTwice() {
        test = TestTable.daily(folder.resolve("lake"));
        first = test.publishDay("a", "2025-03-01", 2);
        second = test.publishDay("b", "2025-03-02", 3);
    }

    private Path current() {
        return LocalFiles.path(
                ((HasTableOperations) test.foreign()).operations().current().metadataFileLocation());
    }

    /** As a process sees it that starts now. */
    private void assertTellsWhatCanBeRestored(String broken) {
        try (Lake lake = Lakes.open(test.folder)) {
            assertThatThrownBy(() -> lake.find(KEY))
                    .isInstanceOf(DaybreakException.class)
                    .hasMessageContaining("Cannot read table 'features.activity': its metadata file")
                    .hasMessageContaining(broken)
                    .hasMessageContaining("snapshot " + first.snapshot())
                    .extracting(failure -> ((DaybreakException) failure).mend())
                    .asString()
                    .contains("daybreak maintain features.activity --restore " + first.snapshot());
        }
    }

    @Test
    void tellsWhichSnapshotCanBeRestoredWhereTheFileIsGone() throws IOException {
        Files.delete(current());

        assertTellsWhatCanBeRestored("is gone");
    }

    @Test
    void tellsWhichSnapshotCanBeRestoredWhereTheFileIsCutOff() throws IOException {
        Path file = current();
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));

        assertTellsWhatCanBeRestored("is damaged");
    }

    @Test
    void restoresTheTableAsItWasOneChangeEarlier() throws IOException {
        Files.delete(current());
        try (Lake lake = Lakes.open(test.folder)) {
            LakeTable.RolledBack back = lake.restore(KEY, first.snapshot());

            assertThat(back.led()).containsExactly(first.snapshot());
            assertThat(lake.find(KEY).orElseThrow().currentSnapshot()).contains(first.snapshot());
        }
        assertThat(test.rows()).hasSize(2);
        assertThat(test.publishDay("c", "2025-03-02", 4).repeated()).isFalse();
        assertThat(test.rows()).hasSize(6);
    }

    @Test
    void restoresNothingThatCanBeRead() {
        assertThatThrownBy(() -> test.lake.restore(KEY, first.snapshot()))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("its metadata file can be read")
                .extracting(failure -> ((DaybreakException) failure).code())
                .isEqualTo(ErrorCode.WRONG_USE);
        assertThat(test.table.currentSnapshot()).contains(second.snapshot());
    }

    @Test
    void restoresNoOtherSnapshotThanTheOneThatIsThere() throws IOException {
        Files.delete(current());

        assertThatThrownBy(() -> test.lake.restore(KEY, second.snapshot()))
                .hasMessageContaining("is at snapshot " + first.snapshot());
    }

    @Test
    void saysSoWhereNothingCanBeRead() throws IOException {
        Path metadata = current().getParent();
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".metadata.json"))
                    .toList()) {
                Files.delete(file);
            }
        }
        try (Lake lake = Lakes.open(test.folder)) {
            assertThatThrownBy(() -> lake.find(KEY))
                    .hasMessageContaining("a file of the lake in '" + test.folder + "' is gone");
        }
    }
}
