package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicesTest {
    @TempDir
    Path folder;

    private static Slice slice(List<Slice> slices, String day) {
        return slices.stream()
                .filter(one -> one.interval().equals(day(day)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneForEachDayThatHasFiles() {
        TestTable test = TestTable.daily(folder);
        assertThat(test.table.slices(UTC)).isEmpty();

        test.publishDay("a", "2025-03-03", 3);
        test.publishDay("b", "2025-03-01", 2);

        assertThat(test.table.slices(UTC))
                .extracting(Slice::interval)
                .containsExactly(day("2025-03-01"), day("2025-03-03"));
        assertThat(test.table.slices(UTC)).extracting(Slice::rows).containsExactly(2L, 3L);
    }

    @Test
    void onlyTheSliceWhoseFilesChangedGetsAnotherVersion() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        test.publishDay("b", "2025-03-02", 2);
        List<Slice> before = test.table.slices(UTC);

        test.table.publish(test.stage("c-1", clicks("2025-03-02", 1)), List.of(), UTC, TestTable.guard("c"));
        List<Slice> after = test.table.slices(UTC);

        assertThat(slice(after, "2025-03-01")).isEqualTo(slice(before, "2025-03-01"));
        assertThat(slice(after, "2025-03-02").version())
                .isNotEqualTo(slice(before, "2025-03-02").version());
    }

    @Test
    void deletesOfOtherWritersChangeTheSliceThatTheyApplyTo() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        test.publishDay("b", "2025-03-02", 2);
        List<Slice> before = test.table.slices(UTC);

        new ForeignDeletes(test).equality("2025-03-01", "user_id", 1L);
        List<Slice> after = test.table.slices(UTC);

        assertThat(slice(after, "2025-03-01").version())
                .isNotEqualTo(slice(before, "2025-03-01").version());
        assertThat(slice(after, "2025-03-02")).isEqualTo(slice(before, "2025-03-02"));
    }

    @Test
    void aDateIsADayInTheProjectsZoneAndAnInstantIsInUtc() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        TestTable dates = TestTable.daily(folder.resolve("dates"));
        dates.publishDay("a", "2025-03-30", 1);
        Path other = folder.resolve("instants");
        TestTable instants = new TestTable(
                other,
                Lakes.open(other),
                TestTable.layout(Schema.of(Column.of("at", Primitive.TIMESTAMPTZ)), "at", Cadence.DAILY));
        instants.table.publish(
                instants.stage("a-1", List.of(row("at", Instant.parse("2025-03-30T12:00:00Z")))),
                List.of(),
                berlin,
                TestTable.guard("a"));

        assertThat(dates.table.slices(berlin))
                .extracting(Slice::interval)
                .as("the day on which the clocks go forward has 23 hours")
                .containsExactly(
                        new DataInterval(Instant.parse("2025-03-29T23:00:00Z"), Instant.parse("2025-03-30T22:00:00Z")));
        assertThat(instants.table.slices(berlin)).extracting(Slice::interval).containsExactly(day("2025-03-30"));
    }

    @Test
    void aTableWithoutATimeColumnIsOneSlice() {
        TestTable test = new TestTable(
                folder, Lakes.open(folder), new Lake.Layout(TestTable.SCHEMA, Optional.empty(), List.of()));
        test.table.publish(
                test.stage("a-1", clicks("2025-03-01", 4)), List.of(DataInterval.ALL), UTC, TestTable.guard("a"));

        assertThat(test.table.slices(UTC)).singleElement().satisfies(slice -> {
            assertThat(slice.interval()).isEqualTo(DataInterval.ALL);
            assertThat(slice.rows()).isEqualTo(4);
        });
    }

    @Test
    void rowsWithoutATimeLieWhereOnlyReadersOfEverythingLook() {
        TestTable test = new TestTable(
                folder,
                Lakes.open(folder),
                TestTable.layout(
                        Schema.of(Column.of("day", Primitive.DATE), Column.of("user_id", Primitive.LONG)),
                        "day",
                        Cadence.DAILY));
        List<WrittenFile> files = test.stage("a-1", List.of(row("day", null, "user_id", 1L)));
        test.table.publish(files, List.of(), UTC, TestTable.guard("a"));

        assertThat(test.table.slices(UTC)).singleElement().satisfies(slice -> {
            assertThat(slice.interval().overlaps(DataInterval.ALL)).isTrue();
            assertThat(slice.interval().overlaps(day("2025-03-01"))).isFalse();
        });
    }

    @Test
    void fiveThousandFilesAreReadInWellUnderASecond() {
        TestTable test = TestTable.daily(folder);
        Table iceberg = test.foreign();
        AppendFiles append = iceberg.newAppend();
        for (int i = 0; i < 5000; i++) {
            String day = LocalDate.parse("2010-01-01").plusDays(i % 1000).toString();
            append.appendFile(DataFiles.builder(iceberg.spec())
                    .withPath(folder.resolve("f" + i + ".parquet").toString())
                    .withPartitionPath("day_day=" + day)
                    .withFileSizeInBytes(1000)
                    .withRecordCount(10)
                    .build());
        }
        append.commit();

        long start = System.nanoTime();
        List<Slice> slices = test.table.slices(UTC);
        long millis = (System.nanoTime() - start) / 1_000_000;

        System.out.println("~~ slices of 5,000 files: " + millis + " ms");
        assertThat(slices).hasSize(1000);
        assertThat(millis).isLessThan(2000);
    }
}
