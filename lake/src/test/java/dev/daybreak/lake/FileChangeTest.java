package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static dev.daybreak.lake.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.lake.ValueRanges.Range;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that give way to others, whoever else writes; and which files a change has to look at. */
class FileChangeTest {
    private TestTable test;
    private Published first;

    @BeforeEach
    void twoDays(@TempDir Path folder) {
        test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        first = test.publishDay("b", "2025-03-02", 2);
    }

    private List<Relation.DataFile> files() {
        return test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files();
    }

    private Path fileOf(String day) {
        return Path.of(test.table
                .pin(Optional.of(first.snapshot()), day(day), UTC)
                .relation()
                .files()
                .get(0)
                .path());
    }

    private FileChange change(Set<Path> removed, List<WrittenFile> added) {
        return new FileChange(Optional.of(first.snapshot()), removed, added);
    }

    private List<WrittenFile> one(String attempt) {
        return test.stage(attempt, List.of(row("day", LocalDate.parse("2025-03-01"), "user_id", 9L, "clicks", 9)));
    }

    @Test
    void exactlyTheNamedFilesGiveWay() {
        Optional<Published> published =
                test.table.replace(change(Set.of(fileOf("2025-03-01")), one("c-1")), guard("c"));

        assertThat(published).hasValueSatisfying(done -> assertThat(done.rows()).isEqualTo(1));
        assertThat(test.rows()).containsExactly("[2025-03-01, 9, 9]", "[2025-03-02, 0, 0]", "[2025-03-02, 1, 1]");
        assertThat(files())
                .extracting(Relation.DataFile::path)
                .contains(fileOf("2025-03-02").toString());
        assertThat(test.table.history().get(0).summary())
                .containsEntry("daybreak.step", "c")
                .containsEntry("daybreak.attempt", "c-1")
                .containsEntry("daybreak.token", "1")
                .containsEntry("daybreak.fingerprint", "f00d");
    }

    @Test
    void aChangeOfNothingIsASnapshotWithTheSameFiles() {
        var slices = test.table.slices(UTC);

        assertThat(test.table.replace(change(Set.of(), List.of()), guard("c"))).isPresent();

        assertThat(test.steps()).startsWith("c");
        assertThat(test.table.slices(UTC)).isEqualTo(slices);
        assertThat(test.table.findPublished("c")).isPresent();
    }

    @Test
    void aStepThatIsThereIsNotDoneTwice() {
        Published done = test.table
                .replace(change(Set.of(fileOf("2025-03-01")), one("c-1")), guard("c"))
                .orElseThrow();

        Optional<Published> again =
                test.table.replace(change(Set.of(fileOf("2025-03-01")), one("c-2")), guard("c", "c-2"));

        assertThat(again).hasValueSatisfying(repeated -> {
            assertThat(repeated.snapshot()).isEqualTo(done.snapshot());
            assertThat(repeated.repeated()).isTrue();
        });
        assertThat(test.steps()).containsExactly("c", "b", "a");
    }

    @Test
    void aNewerTokenRefusesIt() {
        PublishGuard old = new PublishGuard("c", "c-1", 1, "run-1", "f00d", () -> false);

        assertThatThrownBy(() -> test.table.replace(change(Set.of(), one("c-1")), old))
                .isInstanceOfSatisfying(DaybreakException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.SUPERSEDED));
        assertThat(test.steps()).containsExactly("b", "a");
    }

    @Test
    void rowsThatOthersHaveAddedSinceRefuseIt() {
        FileChange change = change(Set.of(fileOf("2025-03-01")), one("c-1"));
        test.publishDay("d", "2025-03-03", 1);
        List<String> rows = test.rows();

        assertThat(test.table.replace(change, guard("c"))).isEmpty();

        assertThat(test.rows()).isEqualTo(rows);
        assertThat(test.steps()).startsWith("d");
    }

    @Test
    void aFileThatOthersHaveTakenRefusesIt() {
        Path gone = fileOf("2025-03-01");
        FileChange change = change(Set.of(gone), one("c-1"));
        Table foreign = test.foreign();
        // A compaction adds no rows, so only the file that it took can refuse the change.
        RewriteFiles compaction = foreign.newRewrite().validateFromSnapshot(first.snapshot());
        foreign.newScan().planFiles().forEach(task -> {
            if (Lakes.storage(test.folder).path(task.file().location()).equals(gone.toString())) {
                compaction.deleteFile(task.file());
            }
        });
        List<StoredFile> stored =
                StoredFile.of(test.stage("e-1", clicks("2025-03-01", 3)), foreign, TableFormat.PARQUET, new Footers());
        StoredFile.describe(stored, foreign, Lakes.storage(test.folder)).forEach(compaction::addFile);
        compaction.commit();

        assertThat(test.table.replace(change, guard("c"))).isEmpty();
        assertThat(test.table.replace(change(Set.of(fileOf("2025-03-02")), List.of()), guard("f")))
                .as("another file")
                .isPresent();
    }

    private Set<String> mayHold(LakeTable table, ValueRanges... values) {
        return table.mayHold(table.currentSnapshot().orElseThrow(), List.of(values), UTC).files().stream()
                .map(Relation.DataFile::path)
                .collect(Collectors.toSet());
    }

    @Test
    void filesAreLeftOutThatHaveNoneOfTheValues() {
        test.table.publish(
                test.stage("c-1", List.of(row("day", LocalDate.parse("2025-03-03"), "user_id", 100L, "clicks", 1))),
                List.of(day("2025-03-03")),
                UTC,
                guard("c"));
        Set<String> third = mayHold(test.table, new ValueRanges("DAY", List.of(point(LocalDate.parse("2025-03-03")))));

        assertThat(third).hasSize(1);
        assertThat(mayHold(test.table, new ValueRanges("User_Id", List.of(point(100L)))))
                .isEqualTo(third);
        assertThat(mayHold(test.table, new ValueRanges("user_id", List.of(new Range(50L, 200L), new Range(3L, 9L)))))
                .isEqualTo(third);
        assertThat(mayHold(test.table, new ValueRanges("user_id", List.of(new Range(2L, 2L), new Range(70L, 99L)))))
                .containsExactly(fileOf("2025-03-01").toString());
        assertThat(mayHold(
                        test.table,
                        new ValueRanges("user_id", List.of(point(1L))),
                        new ValueRanges("day", List.of(point(LocalDate.parse("2025-03-02"))))))
                .containsExactly(fileOf("2025-03-02").toString());
        assertThat(mayHold(test.table, new ValueRanges("user_id", List.of()))).isEmpty();
        assertThat(mayHold(test.table, new ValueRanges("user_id", List.of(point(new byte[] {1})))))
                .as("values that are not looked at")
                .hasSize(3);
    }

    private static Range point(Object value) {
        return new Range(value, value);
    }

    @Test
    void equalValuesTellTheBucket(@TempDir Path folder) {
        Schema schema = Schema.of(Column.of("user_id", Primitive.LONG), Column.of("clicks", Primitive.INT));
        TestTable buckets = new TestTable(
                folder,
                Lakes.open(folder),
                new Lake.Layout(schema, Optional.empty(), List.of(new Clustering.Bucket("user_id", 50))));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long user = 0; user < 500; user++) {
            rows.add(row("user_id", user, "clicks", 1));
        }
        buckets.table.publish(buckets.stage("a-1", rows), List.of(), UTC, guard("a"));

        assertThat(mayHold(buckets.table, new ValueRanges("user_id", List.of(point(250L), point(250L)))))
                .hasSize(1);
        assertThat(mayHold(buckets.table, new ValueRanges("user_id", List.of(new Range(240L, 260L)))))
                .hasSizeGreaterThan(30);
    }

    @Test
    void aColumnThatWasAddedSinceLeavesNothingOut() {
        Schema wider = new Schema(Arrays.asList(
                TestTable.SCHEMA.columns().get(0),
                TestTable.SCHEMA.columns().get(1),
                TestTable.SCHEMA.columns().get(2),
                Column.of("country", Primitive.STRING)));
        LakeTable evolved = test.lake.prepare(
                TestTable.KEY, TestTable.layout(wider, "day", dev.daybreak.project.time.Cadence.DAILY));

        assertThat(mayHold(evolved, new ValueRanges("country", List.of(point("de")))))
                .hasSize(2);
    }
}
