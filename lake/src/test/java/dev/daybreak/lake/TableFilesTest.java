package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.LakeTable.RolledBack;
import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.project.problem.DaybreakException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table tells of its files and snapshots without a look at its rows. */
class TableFilesTest {
    @TempDir
    Path folder;

    @Test
    void aTableThatWasNeverPublishedHasNone() {
        TestTable test = TestTable.daily(folder);

        assertThat(test.table.files()).isEmpty();
        assertThat(test.table.snapshots()).isEmpty();
    }

    @Test
    void filesAreAddedUpByPartitionTheLargestFirst() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("one", "2023-01-01", 2);
        test.publishDay("two", "2023-01-02", 2_000);
        long newest = test.table
                .publish(test.stage("three-1", clicks("2023-01-02", 5)), List.of(), TestTable.UTC, guard("three"))
                .snapshot();

        TableFiles files = test.table.files().orElseThrow();

        assertThat(files.snapshot()).isEqualTo(newest);
        assertThat(files.deletes()).isZero();
        assertThat(files.data().files()).isEqualTo(3);
        assertThat(files.data().rows()).isEqualTo(2_007);
        assertThat(files.partitions().stream().map(TableFiles.Part::name)).containsExactly("2023-01-02", "2023-01-01");
        TableFiles.Sizes largest = files.partitions().get(0).sizes();
        TableFiles.Sizes other = files.partitions().get(1).sizes();
        assertThat(largest.files()).isEqualTo(2);
        assertThat(largest.rows()).isEqualTo(2_005);
        assertThat(largest.smallest()).isLessThan(largest.average());
        assertThat(largest.average()).isLessThan(largest.largest());
        assertThat(largest.bytes()).isEqualTo(largest.smallest() + largest.largest());
        assertThat(files.data().bytes()).isEqualTo(largest.bytes() + other.bytes());
        assertThat(files.data().largest()).isEqualTo(largest.largest());
    }

    @Test
    void aRollbackIsForetoldAndWhatLiesBehindItStaysListed() {
        TestTable test = TestTable.daily(folder);
        long first = test.publishDay("one", "2023-01-01", 2).snapshot();
        long second = test.publishDay("two", "2023-01-01", 3).snapshot();

        RolledBack foretold = test.table.foretellRollback(first);

        assertThat(foretold.led()).containsExactly(first);
        assertThat(foretold.known()).containsExactlyInAnyOrder(first, second);
        assertThat(test.table.currentSnapshot()).contains(second);
        assertThat(test.table.rollback(first)).isEqualTo(foretold);
        assertThat(test.table.history().stream().map(SnapshotEntry::snapshot)).containsExactly(first);
        assertThat(test.table.snapshots().stream().map(SnapshotEntry::snapshot))
                .containsExactlyInAnyOrder(second, first);
        assertThat(test.table.foretellRollback(second).led()).containsExactlyInAnyOrder(first, second);
        assertThatThrownBy(() -> test.table.foretellRollback(12_345))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("back to snapshot 12345: it has no such snapshot; its latest are " + first);
    }
}
