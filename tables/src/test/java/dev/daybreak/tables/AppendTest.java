package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.FileChange;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that grow by the rows of each day, and those that keep a full state for each. */
final class AppendTest {
    private static final String BY_INTERVAL =
            "SELECT CAST(_interval_start AS DATE) AS d, user_id, plan FROM t ORDER BY d, user_id";

    private ModeProject users;

    @BeforeEach
    void open(@TempDir Path folder) {
        users = new ModeProject(folder, "2025-03-04", "partition: {every: day}\nwrite: append");
        users.given(1, "(1, 'a', false)");
        users.given(2, "(1, 'b', false)", "(2, 'c', false)");
    }

    @AfterEach
    void close() {
        users.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "snapshot"})
    void rowsOfEachDayStandBesideThoseOfOthers(String mode) {
        users.table("partition: {every: day}\nwrite: " + mode);
        users.run();
        users.given(1, "(1, 'z', false)");

        users.run();

        assertThat(users.rows(BY_INTERVAL))
                .containsExactly("[2025-03-01, 1, z]", "[2025-03-02, 1, b]", "[2025-03-02, 2, c]");
        assertThat(users.project.plan()).isEmpty();
    }

    @Test
    void readersOfADayReadWhatThatDayAdded() {
        users.project.table(
                "shop.counts",
                "partition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, COUNT(*) AS n FROM shop.users");
        users.run();

        assertThat(users.project.rows("shop.counts", "SELECT n FROM t ORDER BY day"))
                .containsExactly("[1]", "[2]", "[0]");
        users.given(2, "(1, 'b', false)");
        users.project.bringIn();
        assertThat(users.project.stale()).containsExactly("shop.users 2025-03-02", "shop.counts 2025-03-02");
    }

    @Test
    void rowsOfAnyTimeMayBeAddedAndADayReplacesItsOwn() {
        users.project.table(
                "shop.users",
                "partition: {column: day, every: day}\nwrite: append",
                "SELECT user_id, plan, DATE '2025-02-01' AS day FROM raw.changes");
        users.run();
        List<String> first = users.files();
        users.given(2, "(3, 'd', false)");

        assertThat(users.run()).containsExactly("1 inserted, 2 deleted; rewrote 1 of 2 files");

        assertThat(users.rows(BY_INTERVAL)).containsExactly("[2025-03-01, 1, a]", "[2025-03-02, 3, d]");
        assertThat(users.files()).hasSize(2).filteredOn(first::contains).hasSize(1);
    }

    @Test
    void aDayFindsItsOwnRowsAlsoAfterFilesWerePutTogether() {
        users.table("partition: {column: seen, every: month}\nwrite: append".replace("month", "day"));
        users.run();
        putTogether();
        users.given(2, "(3, 'd', false)");

        users.run();

        assertThat(users.rows(BY_INTERVAL)).containsExactly("[2025-03-01, 1, a]", "[2025-03-02, 3, d]");
    }

    /** As a compaction would. */
    private void putTogether() {
        LakeTable table = users.project.lakeTable("shop.users");
        long snapshot = table.currentSnapshot().orElseThrow();
        try (Session session = users.project.engine().open(ZoneOffset.UTC)) {
            session.register(
                    "t",
                    table.pin(Optional.of(snapshot), DataInterval.ALL, ZoneOffset.UTC)
                            .relation());
            List<WrittenFile> files = session.write("SELECT * FROM t", table.stage("compaction"));
            FileChange change = new FileChange(
                    Optional.of(snapshot), users.files().stream().map(Path::of).collect(Collectors.toSet()), files);
            PublishGuard guard = new PublishGuard("compaction", "compaction", 1, "", "", () -> true);
            assertThat(table.replace(change, guard)).isPresent();
        }
    }

    @Test
    void daysOfAnotherZoneBeginWhereTheyDoThere(@TempDir Path folder) {
        try (TableProject project = new TableProject(folder, "America/New_York", "2025-03-08", "2025-03-11")) {
            project.table(
                    "shop.states",
                    "partition: {every: day}\nwrite: snapshot",
                    "SELECT CAST(:start AS DATE) AS day, 1 AS n");
            project.run();

            assertThat(project.rows("shop.states", "SELECT day, _interval_start FROM t ORDER BY day"))
                    .containsExactly(
                            "[2025-03-08, 2025-03-08T05:00:00Z]",
                            "[2025-03-09, 2025-03-09T05:00:00Z]",
                            "[2025-03-10, 2025-03-10T04:00:00Z]");
        }
    }

    @Test
    void anUncutSnapshotIsReplacedAsAWhole() {
        users.table("write: snapshot");
        users.run();
        users.given(1, "(9, 'z', false)");

        users.run();

        assertThat(users.rows("SELECT user_id FROM t ORDER BY user_id")).containsExactly("[1]", "[2]", "[9]");
        assertThat(users.project.lakeTable("shop.users").schema().names()).doesNotContain("_interval_start");
    }
}
