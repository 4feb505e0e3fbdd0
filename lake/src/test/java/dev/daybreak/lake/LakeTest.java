package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    @TempDir
    Path folder;

    @Test
    void findsAndListsTheTablesThatWereMade() {
        try (Lake lake = Lakes.open(folder.resolve("lake"))) {
            assertThat(lake.find(KEY)).isEmpty();
            assertThat(lake.tables()).isEmpty();

            lake.prepare(KEY, TestTable.dailyLayout());
            lake.prepare(AssetKey.parse("raw.clicks"), TestTable.dailyLayout());

            assertThat(lake.find(KEY).orElseThrow().schema()).isEqualTo(TestTable.SCHEMA);
            assertThat(lake.tables()).containsExactly(KEY, AssetKey.parse("raw.clicks"));
        }
    }

    @Test
    void aDroppedTableIsGoneWithItsFilesAndMayBeMadeAgain() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        Path files = test.table.stage("a-1").folder();
        try (Lake other = Lakes.open(folder)) {
            LakeTable seenByOther = other.find(KEY).orElseThrow();

            test.lake.drop(KEY);
            test.lake.drop(KEY);

            assertThat(files).doesNotExist();
            assertThat(test.lake.find(KEY)).isEmpty();
            assertThatThrownBy(seenByOther::schema)
                    .isInstanceOfSatisfying(
                            DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));

            test.lake.prepare(KEY, TestTable.dailyLayout());
            assertThat(seenByOther.currentSnapshot()).isEmpty();
        }
    }

    @Test
    void whatOneProcessPublishesTheNextCallOfAnotherSees() {
        TestTable test = TestTable.daily(folder);
        try (Lake other = Lakes.open(folder)) {
            LakeTable seenByOther = other.find(KEY).orElseThrow();
            assertThat(seenByOther.currentSnapshot()).isEmpty();

            LakeTable.Published published = test.publishDay("a", "2025-03-01", 3);

            assertThat(seenByOther.currentSnapshot()).contains(published.snapshot());
        }
    }

    @Test
    void manyMayOpenANewLakeAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Lake>> lakes = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                lakes.add(threads.submit(() -> Lakes.open(folder.resolve("lake"))));
            }
            for (Future<Lake> lake : lakes) {
                assertThat(lake.get().tables()).isEmpty();
                lake.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsAnErrorWithItsPath() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Lakes.open(file.resolve("lake")))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
                    assertThat(e.mend()).contains(file.resolve("lake").toString());
                })
                .hasMessageContaining("Cannot open the lake: the disk failed in '" + file.resolve("lake") + "'");
    }

    @Test
    void aCorruptCatalogIsAnErrorWithItsPath() throws Exception {
        Path catalog = Files.writeString(folder.resolve("catalog.db"), "x".repeat(9000));

        assertThatThrownBy(() -> Lakes.open(folder))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
                    assertThat(e.mend()).isEqualTo("The file is damaged: bring it back from a backup.");
                })
                .hasMessageContaining("Cannot open the lake: the catalog '" + catalog + "' failed.")
                .hasMessageContaining("SQLITE_NOTADB");
    }

    @Test
    void aLakeThatWasMovedAndDoesNotSayWhereItWasMadeIsAnErrorOfItsTables() throws Exception {
        Path before = folder.resolve("before");
        TestTable.daily(before).lake.close();
        Path after = Files.move(before, folder.resolve("after"));
        Files.delete(after.resolve("home"));

        try (Lake moved = Lakes.open(after)) {
            assertThatThrownBy(() -> moved.find(KEY))
                    .isInstanceOfSatisfying(DaybreakException.class, e -> assertThat(e.mend())
                            .isEqualTo("The lake seems to have been moved, and its files are known by the place"
                                    + " where they were written: move the folder back."))
                    .hasMessageContaining(before.toString());
        }
        Lakes.open(Files.move(after, before)).close();
    }

    @Test
    void aMetadataFileThatIsGoneIsAnErrorThatSaysSo() throws Exception {
        TestTable test = TestTable.daily(folder);
        FolderTree.delete(folder.resolve("warehouse/features/activity/metadata"));

        try (Lake fresh = Lakes.open(folder)) {
            assertThatThrownBy(() -> fresh.find(KEY))
                    .isInstanceOfSatisfying(
                            DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES))
                    .hasMessageStartingWith(
                            "Cannot find table 'features.activity': a file of the lake in '" + folder + "' is gone.");
        }
        assertThat(test.lake.tables()).containsExactly(KEY);
    }
}
