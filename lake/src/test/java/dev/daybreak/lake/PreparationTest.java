package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.layout;
import static dev.daybreak.lake.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.BaseTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationTest {
    @TempDir
    Path folder;

    private static Lake.Layout plain(Column... columns) {
        return new Lake.Layout(Schema.of(columns), Optional.empty(), List.of());
    }

    private static Column column(String name, String type) {
        return Column.of(name, DataType.parse(type).orElseThrow());
    }

    private static String metadataFile(TestTable test) {
        return ((BaseTable) test.foreign()).operations().current().metadataFileLocation();
    }

    @Test
    void keepsEveryTypeAndGivesNestedFieldsTheirIds() {
        Schema schema = Schema.of(
                column("a", "boolean"),
                column("b", "int"),
                column("c", "decimal(12,2)"),
                column("d", "list<struct<x: long, y: list<double>>>"),
                column("e", "map<string, timestamptz>"),
                new Column("f", Primitive.TIMESTAMP, true, "when"),
                column("g", "binary"),
                column("h", "float"));
        try (Lake lake = Lakes.open(folder)) {
            LakeTable table = lake.prepare(KEY, new Lake.Layout(schema, Optional.empty(), List.of()));

            assertThat(table.schema()).isEqualTo(schema);
            WriteSpec spec = table.stage("a-1");
            FieldId list = spec.fieldIds().get(3);
            assertThat(list.children()).extracting(FieldId::name).containsExactly("element");
            assertThat(list.children().get(0).children())
                    .extracting(FieldId::name)
                    .containsExactly("x", "y");
            assertThat(spec.fieldIds().get(4).children())
                    .extracting(FieldId::name)
                    .containsExactly("key", "value");
            assertThat(spec.folder()).isDirectory().endsWith(Path.of("features", "activity", "data"));
        }
    }

    @ParameterizedTest
    @CsvSource({"HOUR,HOUR", "DAY,DAY", "WEEK,DAY", "MONTH,MONTH"})
    void splitsByTimeThenByClustering(Grain grain, Grain split) {
        Schema schema = Schema.of(column("at", "timestamp"), column("user", "long"), column("country", "string"));
        TestTable test = new TestTable(
                folder,
                Lakes.open(folder),
                layout(
                        schema,
                        "at",
                        new Cadence(grain, DayOfWeek.MONDAY),
                        new Clustering.Bucket("user", 4),
                        new Clustering.Truncate("country", 1),
                        new Clustering.Identity("country")));

        WriteSpec spec = test.table.stage("a-1");
        List<WrittenFile> files = test.stage(
                "a-1",
                List.of(
                        row("at", LocalDateTime.parse("2025-03-01T05:00:00"), "user", 34L, "country", "de"),
                        row("at", LocalDateTime.parse("2025-03-01T05:10:00"), "user", 34L, "country", "dk")));
        test.table.publish(files, List.of(DataInterval.ALL), UTC, TestTable.guard("a"));

        assertThat(spec.time()).contains(new WriteSpec.TimeSplit("at", split));
        assertThat(spec.clustering())
                .containsExactly(
                        new Clustering.Bucket("user", 4),
                        new Clustering.Truncate("country", 1),
                        new Clustering.Identity("country"));
        assertThat(test.rows()).containsExactly("[2025-03-01T05:00, 34, de]", "[2025-03-01T05:10, 34, dk]");
        // 34 hashes to 2017239379 by Iceberg's specification.
        assertThat(files.get(0).partition().subList(1, 4)).containsExactly(2017239379 % 4, "d", "de");
    }

    @Test
    void preparingAgainWithTheSameLayoutCommitsNothing() {
        TestTable test = TestTable.daily(folder);
        String before = metadataFile(test);

        test.lake.prepare(KEY, TestTable.dailyLayout());

        assertThat(metadataFile(test)).isEqualTo(before);
    }

    @Test
    void addsWidensLoosensAndKeepsWhatTheLayoutHasNoMore() {
        try (Lake lake = Lakes.open(folder)) {
            lake.prepare(
                    KEY,
                    plain(
                            column("a", "int"),
                            column("b", "float"),
                            column("c", "decimal(10,2)"),
                            new Column("gone", Primitive.STRING, true, ""),
                            new Column("loose", Primitive.LONG, true, ""),
                            column("s", "struct<x: int>")));

            LakeTable table = lake.prepare(
                    KEY,
                    plain(
                            column("A", "long"),
                            column("b", "double"),
                            column("c", "decimal(12,2)"),
                            column("loose", "long"),
                            column("s", "struct<x: long, y: string>"),
                            new Column("fresh", Primitive.DATE, true, "new")));

            assertThat(table.schema())
                    .isEqualTo(Schema.of(
                            column("a", "long"),
                            column("b", "double"),
                            column("c", "decimal(12,2)"),
                            column("gone", "string"),
                            column("loose", "long"),
                            column("s", "struct<x: long, y: string>"),
                            new Column("fresh", Primitive.DATE, false, "new")));
            WriteSpec spec = table.stage("a-1");
            assertThat(spec.schema().names()).containsExactly("a", "b", "c", "loose", "s", "fresh");
            assertThat(spec.schema().find("fresh").orElseThrow().required()).isTrue();
        }
    }

    private static Column was(String was, String name, String type) {
        return new Column(name, DataType.parse(type).orElseThrow(), false, "", Optional.of(was));
    }

    private static List<Integer> ids(LakeTable table) {
        return table.pin(Optional.empty(), DataInterval.ALL, UTC).relation().fieldIds();
    }

    @Test
    void renamesMovesAndWidensByFieldId() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 2);
        Lake.Layout renamed = layout(
                Schema.of(
                        was("clicks", "seen", "long"),
                        column("fresh", "string"),
                        was("user_id", "reader", "long"),
                        was("day", "date", "date")),
                "date",
                Cadence.DAILY,
                new Clustering.Bucket("reader", 2));

        LakeTable table = test.lake.prepare(KEY, renamed);

        assertThat(table.schema().names()).containsExactly("seen", "fresh", "reader", "date");
        assertThat(ids(table)).containsExactly(3, 4, 2, 1);
        assertThat(table.timeColumn()).contains("date");
        assertThat(test.rows()).containsExactly("[0, null, 0, 2025-03-01]", "[1, null, 1, 2025-03-01]");
        assertThat(table.stage("a-1").schema().names()).containsExactly("seen", "fresh", "reader", "date");
        String before = metadataFile(test);
        test.lake.prepare(KEY, renamed);
        assertThat(metadataFile(test)).as("what was renamed stays as it is").isEqualTo(before);
    }

    @Test
    void aFormerNameThatIsTakenRenamesNothing() {
        try (Lake lake = Lake.open(folder)) {
            lake.prepare(KEY, plain(column("a", "long"), column("b", "long")));

            LakeTable both = lake.prepare(KEY, plain(was("a", "b", "long"), column("a", "long")));
            LakeTable missing =
                    lake.prepare(KEY, plain(column("b", "long"), column("a", "long"), was("x", "c", "int")));

            assertThat(both.schema().names()).startsWith("b", "a");
            assertThat(missing.schema().names()).containsExactly("b", "a", "c");
            assertThat(ids(missing)).containsExactly(2, 1, 3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | date",
                "long | int",
                "decimal(10,2) | decimal(12,3)",
                "list<string> | string",
                "struct<x: string> | struct<x: date>"
            })
    void refusesOtherChangesOfType(String old, String changed) {
        try (Lake lake = Lakes.open(folder)) {
            lake.prepare(KEY, plain(column("age", old)));

            assertThatThrownBy(() -> lake.prepare(KEY, plain(column("age", changed))))
                    .isInstanceOfSatisfying(
                            DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PROJECT))
                    .hasMessageStartingWith("Cannot change column 'age")
                    .hasMessageContaining("of table 'features.activity' from ")
                    .hasMessageContaining(" to ");
        }
    }

    @Test
    void theMessageOfARefusedChangeNamesColumnAndTypes() {
        try (Lake lake = Lakes.open(folder)) {
            lake.prepare(KEY, plain(column("age", "string")));

            assertThatThrownBy(() -> lake.prepare(KEY, plain(column("age", "date"))))
                    .hasMessage(
                            "Cannot change column 'age' of table 'features.activity' from string to date: permitted"
                                    + " are int to long, float to double, and a decimal of higher precision with the same scale");
        }
    }

    @Test
    void aPartitionColumnThatIsNotThereIsRefused() {
        try (Lake lake = Lakes.open(folder)) {
            assertThatThrownBy(() -> lake.prepare(KEY, layout(TestTable.SCHEMA, "dya", Cadence.DAILY)))
                    .hasMessage("Cannot split table 'features.activity' by column 'dya': it has no such column; it has"
                            + " day, user_id, clicks");
        }
    }

    @Test
    void anotherPartitioningLeavesOldRowsReadableAndSplitsNewOnes() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 2);
        Lake.Layout monthly = layout(
                TestTable.SCHEMA,
                "day",
                new Cadence(Grain.MONTH, DayOfWeek.MONDAY),
                new Clustering.Bucket("user_id", 2));

        LakeTable table = test.lake.prepare(KEY, monthly);
        DataInterval april = new DataInterval(
                LocalDate.parse("2025-04-01").atStartOfDay(UTC).toInstant(),
                LocalDate.parse("2025-05-01").atStartOfDay(UTC).toInstant());
        table.publish(test.stage("b-1", TestTable.clicks("2025-04-03", 2)), List.of(april), UTC, TestTable.guard("b"));

        assertThat(table.stage("c-1").time()).contains(new WriteSpec.TimeSplit("day", Grain.MONTH));
        assertThat(test.rows()).hasSize(4);
        assertThat(table.pin(Optional.empty(), TestTable.day("2025-03-01"), UTC)
                        .relation()
                        .files())
                .hasSize(1);
        assertThat(table.slices(UTC))
                .extracting(slice -> slice.interval())
                .containsExactly(TestTable.day("2025-03-01"), april);

        test.lake.prepare(KEY, TestTable.dailyLayout());
        test.publishDay("again", "2025-03-01", 1);
        assertThat(test.rows()).hasSize(3);
    }

    @Test
    void manyMayPrepareTheSameNewTableAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Lake one = Lakes.open(folder);
                Lake other = Lakes.open(folder)) {
            List<Future<LakeTable>> tables = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> (i % 2 == 0 ? one : other)
                            .prepare(KEY, plain(column("id", "long"), column("c" + i, "int")))))
                    .toList();
            for (Future<LakeTable> table : tables) {
                table.get();
            }

            assertThat(one.find(KEY).orElseThrow().schema().names())
                    .contains("id", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7")
                    .hasSize(9);
        } finally {
            threads.shutdownNow();
        }
    }
}
