package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.project.problem.DaybreakException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that only a tag keeps. */
class TaggedSnapshotsTest {
    @TempDir
    Path folder;

    private TestTable test;

    @BeforeEach
    void open() {
        test = TestTable.daily(folder);
    }

    @AfterEach
    void close() {
        test.lake.close();
    }

    @Test
    void areToldAfterWhatFollowedThemHasExpired() {
        long first = test.publishDay("a", "2023-01-01", 1).snapshot();
        long second = test.publishDay("b", "2023-01-02", 1).snapshot();
        long third = test.publishDay("c", "2023-01-03", 1).snapshot();
        test.table.tag("before", first);
        test.table.tag("now", third);
        assertThat(test.table.onlyTagged()).as("it still leads to the newest").isEmpty();

        test.foreign().expireSnapshots().expireSnapshotId(second).commit();

        assertThat(test.table.history()).extracting(SnapshotEntry::snapshot).containsExactly(third);
        assertThat(test.table.onlyTagged()).extracting(SnapshotEntry::snapshot).containsExactly(first);
        assertThatExceptionOfType(DaybreakException.class)
                .isThrownBy(() -> test.table.rollback(second))
                .withMessageContaining(String.valueOf(first));
    }
}
