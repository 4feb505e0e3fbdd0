package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.RelationContract;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.ColumnCondition.Comparison;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** What every engine reads of the lake's tables, by their files or as Iceberg tables: the same rows and columns in either case. */
public interface PinnedTableContract extends RelationContract {
    private TestTable daily() {
        return TestTable.daily(folder().resolve("lake"));
    }

    private TestTable table(Schema schema, String time, Cadence cadence, Clustering... clustering) {
        Path folder = folder().resolve("lake");
        return new TestTable(folder, Lakes.open(folder), TestTable.layout(schema, time, cadence, clustering));
    }

    /** Puts a query's rows into a table. */
    private Published publish(TestTable test, String step, String sql) {
        LakeTable table = test.lake.find(KEY).orElseThrow();
        List<WrittenFile> files = session().write(sql, table.stage(step + "-1"));
        return table.publish(files, List.of(), UTC, TestTable.guard(step));
    }

    /** Rows of one day: so many users, with as many clicks as their number. */
    private static String clicks(String day, int users) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < users; i++) {
            rows.append(i == 0 ? "" : ", ").append("(").append(i).append(")");
        }
        return "SELECT CAST('" + day + "' AS DATE) AS day, x AS user_id, x AS clicks FROM (VALUES " + rows
                + ") AS t(x)";
    }

    private void read(TestTable test, Optional<Long> snapshot, DataInterval interval) {
        Relation relation = test.table.pin(snapshot, interval, UTC).relation();
        session().register("clicks", relation);
    }

    @Test
    default void tellsValuesThatFilesHaveNotByTheirBloomFilters() {
        Schema schema = Schema.of(
                Column.of("i", Primitive.INT),
                Column.of("l", Primitive.LONG),
                Column.of("s", Primitive.STRING),
                Column.of("d", Primitive.DATE),
                Column.of("t", Primitive.TIMESTAMP));
        Path folder = folder().resolve("lake");
        TestTable test = new TestTable(
                folder,
                Lakes.open(folder),
                new Lake.Layout(
                        schema,
                        Optional.empty(),
                        List.of(),
                        TableFormat.PARQUET,
                        new FileLayout(Optional.empty(), schema.names())));
        // Numbers of both files lie between one another, so that bounds tell nothing.
        for (int odd = 0; odd < 2; odd++) {
            String number = "(2 * i + " + odd + ")";
            publish(
                    test,
                    "s" + odd,
                    "SELECT CAST(" + number + " AS INT) AS i, " + number + " AS l, CONCAT('user ', CAST(" + number
                            + " AS STRING)) AS s, DATE '2000-01-01' + CAST(" + number + " AS INT) AS d,"
                            + " CAST(DATE '2000-01-01' + CAST(" + number + " AS INT) AS TIMESTAMP) AS t FROM ("
                            + numbers(20_000) + ") AS n");
        }
        for (int number : new int[] {2_000, 7_001, 33_333}) {
            LocalDate day = LocalDate.of(2000, 1, 1).plusDays(number);
            assertThat(opened(test, "i", new BigDecimal(number))).isEqualTo(1);
            assertThat(opened(test, "l", new BigDecimal(number))).isEqualTo(1);
            assertThat(opened(test, "s", "user " + number)).isEqualTo(1);
            assertThat(opened(test, "d", day)).isEqualTo(1);
            assertThat(opened(test, "t", day.atStartOfDay())).isEqualTo(1);
        }
        assertThat(opened(test, "s", "user -1")).isZero();
        assertThat(test.foreign().properties()).containsEntry("write.parquet.bloom-filter-enabled.column.s", "true");
    }

    /** How many files a search for a value opens; the value is found in them, if any has it. */
    private int opened(TestTable test, String column, Object value) {
        ColumnCondition condition = new ColumnCondition(column, Comparison.EQUAL, List.of(value));
        Relation relation = test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC, List.of(condition))
                .relation();
        session().register("found", relation);
        String literal = value instanceof BigDecimal
                ? value.toString()
                : "'" + String.valueOf(value).replace('T', ' ') + "'";
        assertThat(rows("SELECT COUNT(*) AS n FROM found WHERE " + column + " = " + literal))
                .containsExactly(List.of(relation.files().isEmpty() ? 0L : 1L));
        return relation.files().size();
    }

    @Test
    default void boundsAndNullsOfAllColumnsAreInTheMetadata() {
        Schema schema = Schema.of(
                Column.of("b", Primitive.BOOLEAN),
                Column.of("i", Primitive.INT),
                Column.of("l", Primitive.LONG),
                Column.of("f", Primitive.FLOAT),
                Column.of("x", Primitive.DOUBLE),
                Column.of("c", new DataType.Decimal(12, 2)),
                Column.of("s", Primitive.STRING),
                Column.of("d", Primitive.DATE),
                Column.of("t", Primitive.TIMESTAMP),
                Column.of("z", Primitive.TIMESTAMPTZ),
                Column.of("y", Primitive.BINARY));
        Path folder = folder().resolve("lake");
        TestTable test =
                new TestTable(folder, Lakes.open(folder), new Lake.Layout(schema, Optional.empty(), List.of()));

        publish(
                test,
                "a",
                "SELECT 1 = 1 AS b, 1 AS i, 2 AS l, 0.5 AS f, 0.25 AS x, 3.14 AS c, 'abc' AS s, DATE '2025-03-01' AS d,"
                        + " TIMESTAMP '2025-03-01 01:02:03' AS t, '2025-03-01T01:02:03Z' AS z, CAST('q' AS BINARY) AS y"
                        + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL");

        Table table = test.foreign();
        table.newScan().includeColumnStats().planFiles().forEach(task -> {
            for (Types.NestedField field : table.schema().columns()) {
                assertThat(task.file().nullValueCounts()).as(field.name()).containsEntry(field.fieldId(), 1L);
                assertThat(task.file().valueCounts()).as(field.name()).containsEntry(field.fieldId(), 2L);
                assertThat(task.file().lowerBounds()).as(field.name()).containsKey(field.fieldId());
                assertThat(task.file().upperBounds()).as(field.name()).containsKey(field.fieldId());
            }
        });
    }

    @Test
    default void readsAnIntervalOfATable() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        publish(test, "b", clicks("2025-03-02", 2));

        read(test, Optional.empty(), day("2025-03-02"));

        assertThat(session().describe("SELECT * FROM clicks").names()).containsExactly("day", "user_id", "clicks");
        assertThat(rows("SELECT * FROM clicks ORDER BY user_id"))
                .containsExactly(
                        List.of(LocalDate.parse("2025-03-02"), 0L, 0), List.of(LocalDate.parse("2025-03-02"), 1L, 1));
        read(test, Optional.empty(), DataInterval.ALL);
        assertThat(rows("SELECT COUNT(*) AS n FROM clicks")).containsExactly(List.of(5L));
    }

    /** Sources have a column with the name of each row's file; Iceberg has one of that name that every table has. */
    @Test
    default void readsColumnsThatIcebergHasToo() {
        TestTable test = table(
                Schema.of(
                        Column.of("day", Primitive.DATE),
                        Column.of("_file", Primitive.STRING),
                        Column.of("_pos", Primitive.LONG)),
                "day",
                Cadence.DAILY);
        publish(
                test,
                "a",
                "SELECT CAST('2025-03-01' AS DATE) AS day, x AS _file, 7 AS _pos FROM (VALUES ('a.csv'), ('b.csv')) AS t(x)");

        read(test, Optional.empty(), day("2025-03-01"));

        assertThat(rows(
                        "SELECT DISTINCT _file, _pos FROM clicks WHERE _file > 'a' INTERSECT SELECT _file, _pos FROM clicks"
                                + " ORDER BY 1"))
                .containsExactly(List.of("a.csv", 7L), List.of("b.csv", 7L));
        assertThat(rows("SELECT _file FROM clicks EXCEPT SELECT 'a.csv'")).containsExactly(List.of("b.csv"));
    }

    @Test
    default void readsATableThatWasNeverPublishedAsEmpty() {
        read(daily(), Optional.empty(), DataInterval.ALL);

        assertThat(rows("SELECT * FROM clicks")).isEmpty();
    }

    @Test
    default void staysAtItsSnapshotWithItsColumns() {
        TestTable test = daily();
        Published first = publish(test, "a", clicks("2025-03-01", 3));
        test.foreign()
                .updateSchema()
                .renameColumn("clicks", "user_ids")
                .renameColumn("user_id", "clicks")
                .addColumn("items", IcebergTypes.type(new DataType.ListOf(Primitive.STRING)))
                .commit();
        read(test, Optional.empty(), DataInterval.ALL);
        assertThat(rows("SELECT * FROM clicks WHERE clicks = 2"))
                .as("columns of now, before any row has them")
                .containsExactly(Arrays.asList(LocalDate.parse("2025-03-01"), 2L, 2, null));

        publish(
                test,
                "b",
                "SELECT day, user_id AS clicks, clicks AS user_ids, NULL AS items FROM (" + clicks("2025-03-02", 2)
                        + ") AS t");
        assertThat(rows("SELECT COUNT(*) AS n FROM clicks"))
                .as("what was registered before")
                .containsExactly(List.of(3L));

        read(test, Optional.of(first.snapshot()), DataInterval.ALL);
        assertThat(session().describe("SELECT * FROM clicks").names()).containsExactly("day", "user_id", "clicks");
        assertThat(rows("SELECT COUNT(*) AS n FROM clicks")).containsExactly(List.of(3L));
    }

    @Test
    default void leavesOutWhatOtherProgramsDeleted() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        publish(test, "b", clicks("2025-03-02", 3));
        String file = test.table
                .pin(Optional.empty(), day("2025-03-01"), UTC)
                .relation()
                .files()
                .get(0)
                .path();
        ForeignDeletes deletes = new ForeignDeletes(test);
        deletes.positions(file, "2025-03-01", 0);
        deletes.equality("2025-03-02", "user_id", 1L);

        read(test, Optional.empty(), DataInterval.ALL);

        assertThat(rows("SELECT day, COUNT(*) AS n, SUM(user_id) AS users FROM clicks GROUP BY day ORDER BY day"))
                .containsExactly(
                        List.of(LocalDate.parse("2025-03-01"), 2L, 3L), List.of(LocalDate.parse("2025-03-02"), 2L, 2L));
    }

    /** In New York clocks went forward on 2024-03-10 at 7:00 UTC. */
    @Test
    default void readsWallClockTimeInTheZoneOfTheSession() {
        ZoneId newYork = ZoneId.of("America/New_York");
        TestTable test = table(
                Schema.of(Column.of("moment", Primitive.TIMESTAMP)),
                "moment",
                new Cadence(Grain.HOUR, DayOfWeek.MONDAY));
        publish(
                test,
                "a",
                "SELECT CAST(x AS TIMESTAMP) AS moment FROM (VALUES ('2024-03-10 00:00:00'), ('2024-03-10 01:59:59'),"
                        + " ('2024-03-10 03:00:00'), ('2024-03-10 04:00:00')) AS t(x)");
        DataInterval hour =
                new DataInterval(Instant.parse("2024-03-10T07:00:00Z"), Instant.parse("2024-03-10T08:00:00Z"));

        try (Session session = sessionIn("America/New_York")) {
            session.register(
                    "times", test.table.pin(Optional.empty(), hour, newYork).relation());
            assertThat(rows(session, "SELECT CAST(moment AS STRING) AS moment FROM times"))
                    .containsExactly(List.of("2024-03-10 03:00:00"));
        }
    }

    @Test
    default void readsEveryTypeOfATableInBuckets() {
        Schema schema = Schema.of(
                Column.of("moment", Primitive.TIMESTAMPTZ),
                Column.of("id", Primitive.INT),
                Column.of("name", Primitive.STRING),
                Column.of("price", new DataType.Decimal(12, 2)),
                Column.of("list", new DataType.ListOf(Primitive.INT)),
                Column.of("map", new DataType.MapOf(Primitive.STRING, Primitive.DOUBLE)),
                Column.of("bytes", Primitive.BINARY));
        TestTable test = table(schema, "moment", Cadence.DAILY, new Clustering.Bucket("name", 4));
        publish(
                test,
                "a",
                "SELECT CAST('2025-03-01T12:00:00.000001Z' AS TIMESTAMP WITH TIME ZONE) AS moment, x AS id,"
                        + " CONCAT('n', CAST(x AS STRING)) AS name, CAST('1234567890.12' AS DECIMAL(12, 2)) AS price,"
                        + " list, map, bytes FROM (VALUES (1), (2), (3), (4)) AS t(x) CROSS JOIN (" + nestedValues()
                        + ") AS n WHERE n.list IS NOT NULL");

        read(test, Optional.empty(), day("2025-03-01"));

        assertThat(rows("SELECT moment, id, price, list, map, bytes FROM clicks WHERE name = 'n3'"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.subList(0, 3))
                            .containsExactly(
                                    Instant.parse("2025-03-01T12:00:00.000001Z"), 3, new BigDecimal("1234567890.12"));
                    assertThat(row.get(3)).isEqualTo(Arrays.asList(1, null, 3));
                    assertThat(row.get(4).toString()).isEqualTo("{k=1.5}");
                    assertThat((byte[]) row.get(5)).containsExactly(0, -1);
                });
    }

    @Test
    default void readsColumnsThatWereWidened() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        Schema wider = Schema.of(
                TestTable.SCHEMA.columns().get(0),
                Column.of("user_id", Primitive.LONG),
                Column.of("clicks", Primitive.LONG));
        test.lake.prepare(KEY, TestTable.layout(wider, "day", Cadence.DAILY));
        publish(test, "b", clicks("2025-03-02", 2));

        read(test, Optional.empty(), DataInterval.ALL);

        assertThat(rows("SELECT clicks FROM clicks WHERE user_id = 1")).containsExactly(List.of(1L), List.of(1L));
    }

    /** Added, renamed to each other's names, moved, widened and dropped: files of before are read by field id. */
    @Test
    default void readsColumnsThatChangedInEveryWay() {
        TestTable test = table(
                Schema.of(
                        Column.of("day", Primitive.DATE),
                        Column.of("first", Primitive.INT),
                        Column.of("second", Primitive.INT),
                        Column.of("gone", Primitive.STRING)),
                "day",
                Cadence.DAILY);
        publish(test, "a", "SELECT CAST('2025-03-01' AS DATE) AS day, 1 AS first, 2 AS second, 'x' AS gone");
        Schema changed = new Schema(List.of(
                new Column("third", Primitive.LONG, false, "", Optional.of("first")),
                new Column("fourth", Primitive.INT, false, "", Optional.of("second")),
                new Column("date", Primitive.DATE, false, "", Optional.of("day")),
                Column.of("fresh", new DataType.ListOf(Primitive.STRING))));
        test.lake.prepare(KEY, TestTable.layout(changed, "date", Cadence.DAILY));
        // A name that a column had once is given to another.
        Schema again = Schema.of(
                Column.of("third", Primitive.LONG),
                Column.of("second", Primitive.STRING),
                Column.of("fourth", Primitive.LONG),
                Column.of("date", Primitive.DATE));
        test.lake.prepare(KEY, TestTable.layout(again, "date", Cadence.DAILY));
        publish(
                test,
                "b",
                "SELECT CAST(5000000000 AS BIGINT) AS third, 4 AS fourth, CAST('2025-03-02' AS DATE) AS date, 'new' AS second, NULL AS fresh, NULL AS gone");

        read(test, Optional.empty(), day("2025-03-01"));
        assertThat(rows("SELECT * FROM clicks"))
                .containsExactly(Arrays.asList(1L, null, 2L, LocalDate.parse("2025-03-01"), null, "x"));

        read(test, Optional.empty(), DataInterval.ALL);
        assertThat(session().describe("SELECT * FROM clicks").names())
                .containsExactly("third", "second", "fourth", "date", "fresh", "gone");
        assertThat(rows("SELECT third, second FROM clicks ORDER BY third"))
                .containsExactly(Arrays.asList(1L, null), List.of(5_000_000_000L, "new"));
    }

    /** A table that others commit to often soon removes the metadata files of its earlier states. */
    @Test
    default void readsATableWhoseMetadataFileIsGone() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        Relation pinned =
                test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation();
        Relation.Origin origin = pinned.origin().orElseThrow();
        Relation.Origin gone = new Relation.Origin(
                origin.metadata().resolveSibling("gone.metadata.json"), origin.snapshot(), origin.schema());

        session()
                .register(
                        "clicks",
                        new Relation(
                                pinned.schema(),
                                pinned.fieldIds(),
                                pinned.files(),
                                pinned.filter(),
                                Optional.of(gone)));

        assertThat(rows("SELECT COUNT(*) AS n FROM clicks")).containsExactly(List.of(3L));
    }

    @Test
    default void tellsWhatAQueryReadsBeforeItRuns() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        read(test, Optional.empty(), day("2025-03-01"));

        QueryPlan plan = session().explain("SELECT COUNT(*) AS n FROM clicks WHERE user_id > 1");

        assertThat(plan.text()).isNotBlank();
        assertThat(plan.reads()).singleElement().satisfies(read -> {
            assertThat(read.relation()).isEqualTo("clicks");
            assertThat(read.columns()).contains("user_id").doesNotContain("clicks");
            assertThat(read.filters())
                    .anySatisfy(filter -> assertThat(filter).contains("day"))
                    .anySatisfy(filter -> assertThat(filter).contains("user_id"));
        });
    }

    @Test
    default void tellsEveryReadOfATable() {
        TestTable test = daily();
        publish(test, "a", clicks("2025-03-01", 3));
        read(test, Optional.empty(), day("2025-03-01"));

        QueryPlan plan = session()
                .explain(
                        "SELECT a.clicks, b.user_id AS other FROM clicks AS a JOIN clicks AS b ON a.user_id = b.user_id");

        assertThat(plan.reads()).extracting(QueryPlan.Read::relation).containsExactly("clicks", "clicks");
        assertThat(plan.reads().stream().flatMap(read -> read.columns().stream()))
                .contains("user_id", "clicks");
    }

    @Test
    default void findsEachPartnerOnceInATableThatIsSpread() {
        Schema schema = Schema.of(Column.of("day", Primitive.DATE), Column.of("id", Primitive.LONG));
        TestTable test = table(schema, "day", Cadence.DAILY);
        publish(test, "a", "SELECT CAST('2025-03-01' AS DATE) AS day, i AS id FROM (" + numbers(20) + ") AS t");

        assertSpread(test.table.pin(Optional.empty(), day("2025-03-01"), UTC).relation());
    }
}
