package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.RelationContract;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.formats.RandomRows;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of every format hold the same rows for every engine, whatever became of them. */
public interface TableFormatContract extends RelationContract {
    private TestTable table(Schema schema, String time, TableFormat format) {
        Path folder = folder().resolve("lake");
        return new TestTable(folder, Lakes.open(folder), layout(schema, time, format));
    }

    private static Lake.Layout layout(Schema schema, String time, TableFormat format) {
        return new Lake.Layout(
                schema,
                Optional.ofNullable(time).map(column -> new Lake.Time(column, Cadence.DAILY)),
                List.of(),
                format,
                FileLayout.NONE);
    }

    /** Puts a query's rows into a table. */
    private void publish(LakeTable table, String step, String sql) {
        table.publish(session().write(sql, table.stage(step + "-1")), List.of(), UTC, guard(step));
    }

    private List<List<Object>> read(TestTable test, DataInterval interval, String sql) {
        Relation relation = test.table.pin(Optional.empty(), interval, UTC).relation();
        Session reading = new FetchingSession(session(), test.storage());
        reading.register("clicks", relation);
        return rows(reading, sql);
    }

    /** The endings of the table's data files, in order. */
    private static List<String> endings(TestTable test) throws IOException {
        List<String> endings = new ArrayList<>();
        try (CloseableIterable<FileScanTask> files = test.foreign().newScan().planFiles()) {
            files.forEach(file -> endings.add(file.file().location().replaceFirst(".*[.]", "")));
        }
        return endings.stream().sorted().toList();
    }

    /** Only files of Parquet have Bloom filters, also where all are asked for some. */
    @ParameterizedTest
    @EnumSource(TableFormat.class)
    default void findsAValueOfAColumnWithBloomFilters(TableFormat format) {
        Path folder = folder().resolve("lake");
        Lake.Layout layout = new Lake.Layout(
                TestTable.SCHEMA,
                Optional.empty(),
                List.of(),
                format,
                new FileLayout(Optional.empty(), List.of("user_id")));
        TestTable test = new TestTable(folder, Lakes.open(folder), layout);
        // Numbers of both files lie between one another, so that bounds do not tell.
        String row = "SELECT CAST('2025-03-01' AS DATE) AS day, CAST(%d AS BIGINT) AS user_id, 1 AS clicks";
        publish(test.table, "odd", row.formatted(1) + " UNION ALL " + row.formatted(5));
        publish(test.table, "even", row.formatted(2) + " UNION ALL " + row.formatted(4));

        Relation found = test.table
                .pin(
                        Optional.empty(),
                        DataInterval.ALL,
                        UTC,
                        List.of(new ColumnCondition(
                                "user_id", ColumnCondition.Comparison.EQUAL, List.of(new BigDecimal(4)))))
                .relation();

        Session reading = new FetchingSession(session(), test.storage());
        reading.register("clicks", found);
        assertThat(rows(reading, "SELECT user_id FROM clicks WHERE user_id = 4"))
                .containsExactly(List.of(4L));
    }

    @ParameterizedTest
    @EnumSource(TableFormat.class)
    default void holdsEveryType(TableFormat format) throws IOException {
        List<Column> columns = new ArrayList<>(RandomRows.everyType().columns());
        columns.add(Column.of("place", Primitive.INT));
        Schema schema = new Schema(columns);
        List<List<Object>> rows = new RandomRows(7).rows(schema, 300);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).set(columns.size() - 1, i);
        }
        TestTable test = table(schema, null, format);
        WriteSpec spec = test.table.stage("a-1");
        Path file = spec.folder().resolve(spec.prefix() + "1.parquet");
        RandomRows.write(schema, rows, spec.fieldIds(), file);

        test.table.publish(
                List.of(new WrittenFile(file, rows.size(), Files.size(file), List.of())), List.of(), UTC, guard("a"));

        List<List<Object>> read = read(test, DataInterval.ALL, "SELECT * FROM clicks ORDER BY place");
        for (int i = 0; i < rows.size(); i++) {
            assertThat(RandomRows.comparable(read.get(i))).as("row " + i).isEqualTo(RandomRows.comparable(rows.get(i)));
        }
        assertThat(endings(test)).containsExactly(format.text());
        assertThat(test.rows()).as("what other programs read").hasSameSizeAs(rows);
        assertThat(test.table.orphans()).isEmpty();
    }

    /** Added, renamed to each other's names, moved, widened and dropped; the newer file is of another format. */
    @ParameterizedTest
    @EnumSource(TableFormat.class)
    default void keepsRowsWhenColumnsAndFormatChange(TableFormat format) throws IOException {
        TestTable test = table(
                Schema.of(
                        Column.of("day", Primitive.DATE),
                        Column.of("first", Primitive.INT),
                        Column.of("second", Primitive.INT),
                        Column.of("gone", Primitive.STRING)),
                "day",
                format);
        publish(test.table, "a", "SELECT CAST('2025-03-01' AS DATE) AS day, 1 AS first, 2 AS second, 'x' AS gone");
        Schema changed = new Schema(List.of(
                new Column("third", Primitive.LONG, false, "", Optional.of("first")),
                new Column("fourth", Primitive.INT, false, "", Optional.of("second")),
                new Column("date", Primitive.DATE, false, "", Optional.of("day")),
                Column.of("fresh", new DataType.ListOf(Primitive.STRING))));
        test.lake.prepare(KEY, layout(changed, "date", format));
        Schema again = Schema.of(
                Column.of("third", Primitive.LONG),
                Column.of("second", Primitive.STRING),
                Column.of("fourth", Primitive.LONG),
                Column.of("date", Primitive.DATE));
        TableFormat other = format == TableFormat.AVRO ? TableFormat.ORC : TableFormat.AVRO;
        LakeTable later = test.lake.prepare(KEY, layout(again, "date", other));
        publish(
                later,
                "b",
                "SELECT CAST(5000000000 AS BIGINT) AS third, 4 AS fourth, CAST('2025-03-02' AS DATE) AS date, 'new' AS second");

        assertThat(read(test, day("2025-03-01"), "SELECT third, second, fourth, date, fresh, gone FROM clicks"))
                .containsExactly(Arrays.asList(1L, null, 2L, LocalDate.parse("2025-03-01"), null, "x"));
        assertThat(read(test, DataInterval.ALL, "SELECT third, second, gone FROM clicks ORDER BY third"))
                .containsExactly(Arrays.asList(1L, null, "x"), Arrays.asList(5_000_000_000L, "new", null));
        assertThat(endings(test)).containsExactlyInAnyOrder(format.text(), other.text());
        assertThat(test.table
                        .pin(Optional.empty(), day("2025-03-02"), UTC)
                        .relation()
                        .files())
                .as("files of another day are left out")
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(TableFormat.class)
    default void leavesOutWhatOtherProgramsDeletedWithFilesOfEveryFormat(TableFormat format) {
        TestTable test = table(TestTable.SCHEMA, "day", format);
        for (String day : List.of("2025-03-01", "2025-03-02")) {
            List<WrittenFile> files = test.stage(day + "-1", clicks(day, 4));
            test.table.publish(files, List.of(), UTC, guard(day));
        }
        String file = test.table
                .pin(Optional.empty(), day("2025-03-01"), UTC)
                .relation()
                .files()
                .get(0)
                .path();
        List<TableFormat> deleting = List.of(TableFormat.values());
        for (int i = 0; i < deleting.size(); i++) {
            ForeignDeletes deletes = new ForeignDeletes(test, deleting.get(i));
            deletes.positions(test.location(file), "2025-03-01", i);
            deletes.equality("2025-03-02", "user_id", (long) i);
        }

        assertThat(read(test, DataInterval.ALL, "SELECT day, user_id FROM clicks ORDER BY day"))
                .containsExactly(
                        List.of(LocalDate.parse("2025-03-01"), 3L), List.of(LocalDate.parse("2025-03-02"), 3L));
    }

    /** Another program may have committed files of any format. */
    @ParameterizedTest
    @EnumSource(TableFormat.class)
    default void tellsTheFileOfARowOfAnyFormat(TableFormat format) {
        TestTable test = table(TestTable.SCHEMA, "day", format);
        test.table.publish(test.stage("a-1", clicks("2025-03-01", 2)), List.of(), UTC, guard("a"));
        Relation relation =
                test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation();

        Session reading = new FetchingSession(session(), test.storage());
        reading.register("clicks", relation, "file");

        String path = relation.files().get(0).path();
        assertThat(rows(reading, "SELECT DISTINCT file FROM clicks")).containsExactly(List.of(path));
        assertThat(test.location(path).toLowerCase(Locale.ROOT)).endsWith("." + format.text());
    }
}
