package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.lake.LakeTable.Pinned;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.ColumnCondition.Comparison;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePlanTest {
    @TempDir
    Path folder;

    @Test
    void aTableWithoutSnapshotsIsAnEmptyRelation() {
        TestTable test = TestTable.daily(folder);

        Pinned pinned = test.table.pin(Optional.empty(), DataInterval.ALL, UTC);

        assertThat(pinned.snapshot()).isEmpty();
        assertThat(pinned.relation().files()).isEmpty();
        assertThat(pinned.relation().schema()).isEqualTo(TestTable.SCHEMA);
        assertThat(pinned.relation().origin()).isEmpty();
    }

    @Test
    void tellsWhichSnapshotTheFilesAreOf() {
        TestTable test = TestTable.daily(folder);
        Published first = test.publishDay("a", "2025-03-01", 3);
        test.publishDay("b", "2025-03-02", 3);

        Relation.Origin origin = test.table
                .pin(Optional.of(first.snapshot()), DataInterval.ALL, UTC)
                .relation()
                .origin()
                .orElseThrow();

        assertThat(origin.snapshot()).isEqualTo(first.snapshot());
        assertThat(origin.metadata()).isRegularFile();
    }

    @Test
    void opensOnlyFilesThatMayHoldRowsOfTheInterval() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        test.publishDay("b", "2025-03-02", 2);
        Published last = test.publishDay("c", "2025-03-03", 1);

        Pinned pinned = test.table.pin(Optional.empty(), day("2025-03-02"), UTC);

        assertThat(pinned.snapshot()).contains(last.snapshot());
        assertThat(pinned.relation().files())
                .extracting(Relation.DataFile::rows)
                .containsExactly(2L);
        assertThat(pinned.relation().filter()).contains(new TimeFilter("day", day("2025-03-02")));
        assertThat(test.table
                        .pin(Optional.empty(), DataInterval.ALL, UTC)
                        .relation()
                        .files())
                .hasSize(3);
    }

    @Test
    void readsInstantsInUtcAndWallClockTimeInTheZone() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        DataInterval march2InTokyo =
                new DataInterval(Instant.parse("2025-03-01T15:00:00Z"), Instant.parse("2025-03-02T15:00:00Z"));
        TestTable dates = TestTable.daily(folder.resolve("dates"));
        dates.publishDay("a", "2025-03-01", 3);
        dates.publishDay("b", "2025-03-02", 2);
        Schema schema = Schema.of(Column.of("at", Primitive.TIMESTAMPTZ));
        Path other = folder.resolve("instants");
        TestTable instants = new TestTable(other, Lakes.open(other), TestTable.layout(schema, "at", Cadence.DAILY));
        instants.table.publish(
                instants.stage(
                        "a-1",
                        List.of(
                                row("at", Instant.parse("2025-03-01T14:00:00Z")),
                                row("at", Instant.parse("2025-03-02T14:00:00Z")))),
                List.of(),
                tokyo,
                TestTable.guard("a"));

        assertThat(dates.table
                        .pin(Optional.empty(), march2InTokyo, tokyo)
                        .relation()
                        .files())
                .extracting(Relation.DataFile::rows)
                .containsExactly(2L);
        assertThat(instants.table
                        .pin(Optional.empty(), march2InTokyo, tokyo)
                        .relation()
                        .files())
                .hasSize(1);
    }

    @Test
    void readsOlderSnapshotsWithTheirRowsAndColumns() {
        TestTable test = TestTable.daily(folder);
        Published first = test.publishDay("a", "2025-03-01", 3);
        test.lake.prepare(
                KEY,
                TestTable.layout(
                        Schema.of(
                                TestTable.SCHEMA.columns().get(0),
                                Column.of("user_id", Primitive.LONG),
                                Column.of("clicks", Primitive.LONG),
                                Column.of("items", Primitive.INT)),
                        "day",
                        Cadence.DAILY));
        Published second = test.publishDay("b", "2025-03-01", 1);

        Relation old = test.table
                .pin(Optional.of(first.snapshot()), DataInterval.ALL, UTC)
                .relation();
        Relation now = test.table
                .pin(Optional.of(second.snapshot()), DataInterval.ALL, UTC)
                .relation();

        assertThat(old.files()).extracting(Relation.DataFile::rows).containsExactly(3L);
        assertThat(old.schema().names()).containsExactly("day", "user_id", "clicks");
        assertThat(now.schema().names()).containsExactly("day", "user_id", "clicks", "items");
        assertThat(test.table.snapshotAt(first.at())).contains(first.snapshot());
        assertThat(test.table.snapshotAt(first.at().minusMillis(1))).isEmpty();
        assertThat(test.table.snapshotAt(second.at().plusSeconds(9))).contains(second.snapshot());
    }

    @Test
    void anUnknownSnapshotIsAnErrorThatListsTheLatest() {
        TestTable test = TestTable.daily(folder);
        Published first = test.publishDay("a", "2025-03-01", 3);

        assertThatThrownBy(() -> test.table.pin(Optional.of(77L), DataInterval.ALL, UTC))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage(
                        "Cannot read table 'features.activity' at snapshot 77: it has no such snapshot; its latest are "
                                + first.snapshot() + " (" + first.at() + ")");
    }

    @Test
    void givesEachFileTheDeletesOfOtherWritersThatApplyToIt() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        test.publishDay("b", "2025-03-02", 3);
        ForeignDeletes deletes = new ForeignDeletes(test);
        String dataFile = test.table
                .pin(Optional.empty(), day("2025-03-01"), UTC)
                .relation()
                .files()
                .get(0)
                .path();
        String positions = deletes.positions(test.location(dataFile), "2025-03-01", 0);
        String equal = deletes.equality("2025-03-02", "user_id", 1L);

        List<Relation.DataFile> files = test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files();
        assertThat(files)
                .filteredOn(file -> file.path().equals(dataFile))
                .singleElement()
                .satisfies(file -> assertThat(file.deletes())
                        .containsExactly(new Relation.PositionDeletes(
                                positions, test.storage().copies())));
        assertThat(files)
                .filteredOn(file -> !file.path().equals(dataFile))
                .singleElement()
                .satisfies(file -> assertThat(file.deletes())
                        .containsExactly(new Relation.EqualityDeletes(equal, List.of("user_id"))));
        assertThat(test.rows()).hasSize(4);

        test.table.publish(test.stage("c-1", clicks("2025-03-02", 3)), List.of(), UTC, TestTable.guard("c"));
        assertThat(test.table
                        .pin(Optional.empty(), day("2025-03-02"), UTC)
                        .relation()
                        .files())
                .as("rows that came after a delete are not touched by it")
                .extracting(file -> file.deletes().size())
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void replacingAnIntervalTakesItsDeletesAlong() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        new ForeignDeletes(test).equality("2025-03-01", "user_id", 1L);

        test.publishDay("b", "2025-03-01", 3);

        assertThat(test.rows()).hasSize(3);
        assertThat(test.table
                        .pin(Optional.empty(), DataInterval.ALL, UTC)
                        .relation()
                        .files()
                        .get(0)
                        .deletes())
                .isEmpty();
    }

    @Test
    void refusesDeletionVectorsOfFormatThree() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        String file = test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files()
                .get(0)
                .path();
        Table iceberg = test.foreign();
        iceberg.updateProperties().set("format-version", "3").commit();
        DeleteFile vector = FileMetadata.deleteFileBuilder(iceberg.spec())
                .ofPositionDeletes()
                .withPartitionPath("day_day=2025-03-01")
                .withPath(folder.resolve("deletes.puffin").toString())
                .withFormat(FileFormat.PUFFIN)
                .withReferencedDataFile(test.location(file))
                .withContentOffset(4)
                .withContentSizeInBytes(6)
                .withFileSizeInBytes(99)
                .withRecordCount(1)
                .build();
        iceberg.newRowDelta().addDeletes(vector).commit();

        assertThatThrownBy(() -> test.table.pin(Optional.empty(), DataInterval.ALL, UTC))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SOURCE))
                .hasMessage("Cannot read table 'features.activity': '" + folder.resolve("deletes.puffin")
                        + "' is a deletion vector of Iceberg format 3; permitted are delete files of format 2");
    }

    @Test
    void aPointLookupOpensOneOfTenThousandFiles() {
        Schema schema = Schema.of(
                new Column("day", Primitive.DATE, true, ""),
                Column.of("user_id", Primitive.LONG),
                Column.of("name", Primitive.STRING));
        TestTable test = new TestTable(
                folder,
                Lakes.open(folder),
                TestTable.layout(schema, "day", Cadence.DAILY, new Clustering.Bucket("user_id", 100)));
        Table table = test.foreign();
        AppendFiles append = table.newAppend();
        for (int day = 0; day < 100; day++) {
            for (int bucket = 0; bucket < 100; bucket++) {
                String date = LocalDate.ofEpochDay(19_000 + day).toString();
                String number = Integer.toString(bucket);
                List<String> partition = table.spec().fields().stream()
                        .map(field -> field.transform().toString().startsWith("bucket") ? number : date)
                        .toList();
                append.appendFile(DataFiles.builder(table.spec())
                        .withPath(folder + "/" + day + "-" + bucket + ".parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(10)
                        .withRecordCount(1)
                        .withPartitionValues(partition)
                        .build());
            }
        }
        append.commit();

        Pinned all = test.table.pin(Optional.empty(), DataInterval.ALL, UTC);
        assertThat(all.relation().files()).hasSize(10_000);
        assertThat(all.files()).isEqualTo(10_000);
        ColumnCondition day = new ColumnCondition("DAY", Comparison.EQUAL, List.of(LocalDate.ofEpochDay(19_007)));
        ColumnCondition user = new ColumnCondition("user_id", Comparison.EQUAL, List.of(new BigDecimal(4711)));
        assertThat(opened(test, day, user)).isEqualTo(1);
        assertThat(opened(test, day)).isEqualTo(100);
        assertThat(opened(test, user)).isEqualTo(100);
        assertThat(opened(
                        test,
                        new ColumnCondition("user_id", Comparison.IN, List.of(new BigDecimal(1), new BigDecimal(2)))))
                .isEqualTo(200);
        assertThat(opened(test, new ColumnCondition("day", Comparison.LESS, List.of("2022-01-09"))))
                .isEqualTo(100);
        // What an engine would cast one way or the other tells nothing.
        assertThat(opened(test, new ColumnCondition("user_id", Comparison.EQUAL, List.of("4711"))))
                .isEqualTo(10_000);
        assertThat(opened(test, new ColumnCondition("user_id", Comparison.EQUAL, List.of(new BigDecimal("0.5")))))
                .isEqualTo(10_000);
        assertThat(opened(test, new ColumnCondition("nobody", Comparison.EQUAL, List.of("x"))))
                .isEqualTo(10_000);
    }

    @Test
    void aConditionOnAColumnThatTheFilesHaveNotLeavesOutNone() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        List<Column> columns = new ArrayList<>(TestTable.SCHEMA.columns());
        columns.add(Column.of("country", Primitive.STRING));
        test.lake.prepare(KEY, TestTable.layout(new Schema(columns), "day", Cadence.DAILY));

        assertThat(opened(test, new ColumnCondition("country", Comparison.EQUAL, List.of("de"))))
                .isEqualTo(1);
        assertThat(opened(test, new ColumnCondition("day", Comparison.EQUAL, List.of("2025-03-02"))))
                .isZero();
    }

    private static int opened(TestTable test, ColumnCondition... conditions) {
        return test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC, List.of(conditions))
                .relation()
                .files()
                .size();
    }
}
