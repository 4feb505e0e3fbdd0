package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheRowsOfTheIntervalAndNoOthers() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 3);
        test.publishDay("second", "2025-03-02", 2);

        Published again = test.publishDay("third", "2025-03-01", 1);

        assertThat(again.rows()).isEqualTo(1);
        assertThat(again.repeated()).isFalse();
        assertThat(test.rows()).containsExactly("[2025-03-01, 0, 0]", "[2025-03-02, 0, 0]", "[2025-03-02, 1, 1]");
    }

    @Test
    void publishesManyNeighbouringIntervalsInOneCommit() {
        TestTable test = TestTable.daily(folder);
        List<WrittenFile> files = new ArrayList<>(test.stage("a-1", clicks("2025-03-01", 2)));
        files.addAll(test.stage("a-1", clicks("2025-03-02", 2)));

        test.table.publish(files, List.of(day("2025-03-01"), day("2025-03-02"), day("2025-03-03")), UTC, guard("a"));

        assertThat(test.table.history()).hasSize(1);
        assertThat(test.rows()).hasSize(4);
    }

    @Test
    void footersReadAheadTellTheSame() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<WrittenFile> ahead = test.stage("a-1", clicks("2025-03-01", 3));
        List<WrittenFile> later = test.stage("a-1", clicks("2025-03-02", 3));
        List<WrittenFile> gone = test.stage("a-1", clicks("2025-03-03", 3));
        test.table.readAhead(ahead);
        Files.delete(gone.get(0).path());
        test.table.readAhead(gone);

        List<WrittenFile> files = new ArrayList<>(ahead);
        files.addAll(later);
        test.table.publish(files, List.of(day("2025-03-01"), day("2025-03-02")), UTC, guard("a"));

        List<DataFile> described = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                test.foreign().newScan().includeColumnStats().planFiles()) {
            tasks.forEach(task -> described.add(task.file()));
        }
        assertThat(described).hasSize(2).allSatisfy(file -> {
            assertThat(file.recordCount()).isEqualTo(3);
            assertThat(file.valueCounts()).containsOnlyKeys(1, 2, 3);
            assertThat(file.upperBounds().get(3).order(ByteOrder.LITTLE_ENDIAN).getInt(0))
                    .isEqualTo(2);
            assertThat(file.splitOffsets()).containsExactly(4L);
        });
    }

    @Test
    void anEmptyResultLeavesThePartitionEmpty() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 3);

        Published published = test.table.publish(List.of(), List.of(day("2025-03-01")), UTC, guard("second"));

        assertThat(published.rows()).isZero();
        assertThat(test.rows()).isEmpty();
        assertThat(test.steps()).containsExactly("second", "first");
    }

    @Test
    void replacesEverythingOrAdds() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 3);

        test.table.publish(test.stage("b-1", clicks("2025-03-05", 1)), List.of(), UTC, guard("b"));
        assertThat(test.rows()).hasSize(4);

        test.table.publish(test.stage("c-1", clicks("2025-03-06", 2)), List.of(DataInterval.ALL), UTC, guard("c"));
        assertThat(test.rows()).containsExactly("[2025-03-06, 0, 0]", "[2025-03-06, 1, 1]");
    }

    @Test
    void writesTheGuardIntoTheSnapshot() {
        TestTable test = TestTable.daily(folder);

        test.table.publish(
                test.stage("r7-s1-a2", clicks("2025-03-01", 3)),
                List.of(day("2025-03-01")),
                UTC,
                new PublishGuard("r7-s1", "r7-s1-a2", 42, "r7", "c0ffee", () -> true));

        assertThat(test.table.history().get(0).summary())
                .containsEntry("daybreak.step", "r7-s1")
                .containsEntry("daybreak.attempt", "r7-s1-a2")
                .containsEntry("daybreak.token", "42")
                .containsEntry("daybreak.run", "r7")
                .containsEntry("daybreak.fingerprint", "c0ffee")
                .containsEntry("daybreak.rows", "3");
    }

    @Test
    void aStepThatWasPublishedIsNotPublishedAgainAndItsNewFilesGo() {
        TestTable test = TestTable.daily(folder);
        Published first = test.publishDay("first", "2025-03-01", 3);
        List<WrittenFile> second = test.stage("first-2", clicks("2025-03-01", 5));

        Published again = test.table.publish(second, List.of(day("2025-03-01")), UTC, guard("first", "first-2"));

        assertThat(again).isEqualTo(new Published(first.snapshot(), first.at(), 3, true));
        assertThat(test.table.findPublished("first")).contains(again);
        assertThat(test.rows()).hasSize(3);
        assertThat(second).allSatisfy(file -> assertThat(file.path()).doesNotExist());
    }

    @Test
    void theSameDefinitionPublishedByThreeStepsMakesThreeSnapshots() {
        TestTable test = TestTable.daily(folder);

        test.publishDay("a", "2025-03-01", 1);
        test.publishDay("b", "2025-03-01", 2);
        test.publishDay("a-again", "2025-03-01", 1);

        assertThat(test.steps()).containsExactly("a-again", "b", "a");
    }

    @Test
    void refusesAnAttemptThatIsNotTheNewest() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 3);
        List<WrittenFile> files = test.stage("late-1", clicks("2025-03-01", 9));
        PublishGuard old = new PublishGuard("late", "late-1", 1, "run-1", "f00d", () -> false);

        assertThatThrownBy(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, old))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED))
                .hasMessage("Cannot publish to table 'features.activity': attempt 'late-1' of step 'late' (token 1)"
                        + " is not the newest any more; nothing was changed");
        assertThat(test.steps()).containsExactly("first");
    }

    @Test
    void refusesRowsOutsideOfTheIntervalsAndNamesTheirDays() {
        TestTable test = TestTable.daily(folder);
        List<WrittenFile> files = new ArrayList<>(test.stage("a-1", clicks("2025-03-01", 1)));
        files.addAll(test.stage("a-1", clicks("2025-02-27", 1)));
        files.addAll(test.stage("a-1", clicks("2025-03-03", 1)));

        assertThatThrownBy(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, guard("a")))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECK_FAILED))
                .hasMessage("Cannot publish to table 'features.activity': it has rows whose 'day' lies in 2025-02-27,"
                        + " 2025-03-03, outside of what was to be computed,"
                        + " [2025-03-01T00:00:00Z, 2025-03-02T00:00:00Z); nothing was changed");
        assertThat(test.table.currentSnapshot()).isEmpty();
    }

    @Test
    void rowsWithoutATimeAreRefusedWhereAnIntervalIsReplaced() {
        Schema schema = Schema.of(Column.of("day", Primitive.DATE), Column.of("user_id", Primitive.LONG));
        TestTable test = new TestTable(folder, Lakes.open(folder), TestTable.layout(schema, "day", Cadence.DAILY));
        List<WrittenFile> files = test.stage("a-1", List.of(TestTable.row("day", null, "user_id", 1L)));

        assertThatThrownBy(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, guard("a")))
                .hasMessageContaining("it has rows whose 'day' lies in no day, outside of");
    }

    @Test
    void aWeekReplacesItsDays() {
        Cadence weekly = new Cadence(Grain.WEEK, DayOfWeek.MONDAY);
        TestTable test = new TestTable(folder, Lakes.open(folder), TestTable.layout(TestTable.SCHEMA, "day", weekly));
        DataInterval week = weekly.at(Instant.parse("2025-03-05T00:00:00Z"), UTC);
        for (String day : List.of("2025-03-02", "2025-03-03", "2025-03-09", "2025-03-10")) {
            test.table.publish(test.stage(day + "-1", clicks(day, 1)), List.of(), UTC, guard(day));
        }

        test.table.publish(test.stage("w-1", clicks("2025-03-05", 1)), List.of(week), UTC, guard("w"));

        assertThat(test.rows()).containsExactly("[2025-03-02, 0, 0]", "[2025-03-05, 0, 0]", "[2025-03-10, 0, 0]");
    }

    @Test
    void instantsAreReplacedByDaysOfTheProjectsZone() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Schema schema = Schema.of(Column.of("at", Primitive.TIMESTAMPTZ));
        TestTable test = new TestTable(folder, Lakes.open(folder), TestTable.layout(schema, "at", Cadence.DAILY));
        DataInterval first = Cadence.DAILY.at(Instant.parse("2025-03-01T20:00:00Z"), tokyo);
        DataInterval second = Cadence.DAILY.at(first.end(), tokyo);
        for (DataInterval day : List.of(first, second)) {
            test.table.publish(
                    test.stage(
                            "a-1",
                            List.of(
                                    TestTable.row("at", day.start()),
                                    TestTable.row("at", day.end().minusSeconds(1)))),
                    List.of(day),
                    tokyo,
                    guard("of " + day));
        }

        test.table.publish(
                test.stage("b-1", List.of(TestTable.row("at", first.start()))), List.of(first), tokyo, guard("b"));

        assertThat(test.rows()).containsExactly("[2025-03-01T15:00Z]", "[2025-03-02T15:00Z]", "[2025-03-03T14:59:59Z]");
    }

    @Test
    void aFileThatHoldsRowsOfTwoIntervalsIsNotTornApart() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Schema schema = Schema.of(Column.of("at", Primitive.TIMESTAMPTZ));
        TestTable test = new TestTable(folder, Lakes.open(folder), TestTable.layout(schema, "at", Cadence.DAILY));
        DataInterval first = Cadence.DAILY.at(Instant.parse("2025-03-01T20:00:00Z"), tokyo);
        DataInterval second = Cadence.DAILY.at(first.end(), tokyo);
        List<WrittenFile> both = test.stage(
                "a-1", List.of(TestTable.row("at", first.end().minusSeconds(1)), TestTable.row("at", second.start())));
        test.table.publish(both, List.of(first, second), tokyo, guard("a"));

        assertThatThrownBy(() -> test.table.publish(List.of(), List.of(first), tokyo, guard("b")))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PROJECT))
                .hasMessageStartingWith(
                        "Cannot publish to table 'features.activity': a file that is there holds rows of"
                                + " the interval and others.");
        assertThat(test.rows()).hasSize(2);
    }

    @Test
    void discardsWhatAnAttemptWroteUnlessASnapshotHoldsIt() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 1);
        List<WrittenFile> staged = test.stage("b-1", clicks("2025-03-01", 1));
        List<WrittenFile> other = test.stage("b-12", clicks("2025-03-01", 1));

        assertThat(test.table.discard("b-1")).isEqualTo(1);
        assertThat(test.table.discard("a-1")).isZero();

        assertThat(staged.get(0).path()).doesNotExist();
        assertThat(other.get(0).path()).exists();
        assertThat(test.rows()).hasSize(1);
    }

    @Test
    void aCorruptFileIsNotPublished() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<WrittenFile> files = test.stage("a-1", clicks("2025-03-01", 1));
        Files.writeString(files.get(0).path(), "not parquet at all");

        assertThatThrownBy(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, guard("a")))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("Cannot publish to table 'features.activity'");
        assertThat(test.table.currentSnapshot()).isEmpty();
    }
}
