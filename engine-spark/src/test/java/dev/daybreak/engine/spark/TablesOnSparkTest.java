package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How Spark joins and writes the lake's tables: plans tell what is not seen in rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesOnSparkTest {
    private static final Schema CLICKS = Schema.of(
            Column.of("day", Primitive.DATE), Column.of("user_id", Primitive.LONG), Column.of("item", Primitive.LONG));
    private static final String MANY_CLICKS =
            "SELECT DATE '2025-03-01' + CAST(id %% 3 AS INT) AS day, id %% 97 AS user_id, id AS item FROM range(0, %d, 1, %d)";
    private static final String JOIN = "FROM clicks AS c LEFT JOIN users AS u ON c.user_id = u.user_id";
    /** In how many tasks of a join the rows of user 7 come to lie. */
    private static final String TASKS_OF_ONE =
            "SELECT COUNT(DISTINCT task) AS tasks FROM (SELECT /*+ MERGE(u) */ c.user_id, spark_partition_id() AS"
                    + " task %s) AS t WHERE user_id = 7";

    private static final Clustering BY_USER = new Clustering.Bucket("user_id", 4);

    private Engine engine;
    private Engine embedded;
    private Lake lake;
    private Session session;

    @BeforeAll
    void open(@TempDir Path temporary) {
        engine = SharedSpark.engine();
        embedded = DuckDbEngine.open(new DuckDbEngine.Settings(300_000_000, 2, temporary.resolve("duckdb")));
        lake = Lake.open(temporary.resolve("lake"));
    }

    @BeforeEach
    void openSession() {
        session = engine.open(ZoneOffset.UTC);
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    @AfterAll
    void close() {
        lake.close();
        embedded.close();
    }

    @Test
    void joinsTablesInTheSameBucketsWithoutAShuffle() {
        Relation clicks = table("raw.clicks", CLICKS, false, List.of(BY_USER), clicks(2_000, 3));
        Relation views = table("raw.views", CLICKS, false, List.of(BY_USER), clicks(700, 2));
        String sql = "SELECT /*+ MERGE(c, v) */ c.item, v.item AS other FROM clicks AS c"
                + " LEFT JOIN views AS v ON c.user_id = v.user_id";

        register(session, clicks, views);

        assertThat(session.explain(sql).text()).contains("SortMergeJoin").doesNotContain("Exchange");
        assertSameOnBoth(sql, clicks, views);
        register(session, asFiles(clicks), asFiles(views));
        assertThat(session.explain(sql).text()).as("of files").contains("Exchange");
    }

    @Test
    void joinsBucketsOfTablesThatAreSplitByDayToo() {
        Relation clicks = table("raw.daily_clicks", CLICKS, true, List.of(BY_USER), clicks(2_000, 3));
        Relation views = table("raw.user_views", CLICKS, false, List.of(BY_USER), clicks(700, 2));
        String sql = "SELECT /*+ MERGE(c, v) */ c.day, c.item, v.item AS other FROM clicks AS c"
                + " JOIN views AS v ON c.user_id = v.user_id";

        register(session, clicks, views);

        assertThat(session.explain(sql).text()).contains("SortMergeJoin").doesNotContain("Exchange");
        assertSameOnBoth(sql, clicks, views);
    }

    @Test
    void broadcastsTablesThatAreSmallByTheirStatistics() {
        Relation clicks = table("raw.many_clicks", CLICKS, false, List.of(), clicks(1_000_000, 2));
        Relation views = table("raw.few_views", CLICKS, false, List.of(), clicks(100, 1));
        Relation others = table("raw.many_others", CLICKS, false, List.of(), clicks(1_000_000, 2));
        String join = "c.item, v.item AS other FROM clicks AS c JOIN %s AS v ON c.user_id = v.user_id";
        register(session, clicks, views, others);

        assertThat(session.explain("SELECT " + join.formatted("views")).text())
                .contains("BroadcastHashJoin")
                .doesNotContain("SortMergeJoin");
        assertThat(session.explain("SELECT " + join.formatted("others")).text())
                .contains("SortMergeJoin")
                .doesNotContain("BroadcastHashJoin");
        assertThat(session.explain("SELECT /*+ BROADCAST(v) */ " + join.formatted("others"))
                        .text())
                .as("on the author's word")
                .contains("BroadcastHashJoin")
                .doesNotContain("SortMergeJoin");
    }

    @Test
    void runsFewTasksAfterAShuffleOfASmallTable() {
        Relation clicks = table("raw.small_clicks", CLICKS, false, List.of(), clicks(5_000, 4));
        register(session, clicks);
        session.execute("SET spark.sql.shuffle.partitions = 200");

        assertThat(rows(
                        session,
                        "SELECT COUNT(DISTINCT task) AS tasks FROM (SELECT user_id, spark_partition_id() AS task FROM"
                                + " (SELECT user_id, COUNT(*) AS n FROM clicks GROUP BY user_id) AS g) AS t"))
                .singleElement()
                .satisfies(row -> assertThat((Long) row.get(0)).isLessThanOrEqualTo(2));
    }

    /** Of partitions whose sizes are far apart, Spark splits the largest by itself; here already from some kilobytes on. */
    @Test
    void splitsTheRowsOfAFrequentKeyByItself() {
        assertThat(rows(session, "SET spark.sql.adaptive.skewJoin.enabled").get(0))
                .as("unless a session says otherwise")
                .contains("true");
        registerSkewed();
        // A partition is split between what came of different tasks, hence so many of them.
        String tasks = "SELECT COUNT(DISTINCT task) AS tasks, MAX(item) > 0 AS has_items FROM (SELECT /*+ MERGE(u) */"
                + " c.user_id, c.item, spark_partition_id() AS task FROM (SELECT /*+ REPARTITION(8) */ * FROM clicks) AS c"
                + " LEFT JOIN users AS u ON c.user_id = u.user_id) AS t WHERE user_id = 7";
        session.execute("SET spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes = 4KB");
        session.execute("SET spark.sql.adaptive.advisoryPartitionSizeInBytes = 8KB");

        session.execute("SET spark.sql.adaptive.skewJoin.enabled = false");
        assertThat(rows(session, tasks)).containsExactly(List.of(1L, true));
        session.execute("SET spark.sql.adaptive.skewJoin.enabled = true");
        assertThat(rows(session, tasks)).singleElement().satisfies(row -> assertThat((Long) row.get(0))
                .isGreaterThan(2));
    }

    /** Nine of ten clicks are one user's. */
    @Test
    void spreadsTheRowsOfAFrequentKeyOverManyTasks() {
        Skewed skewed = registerSkewed();
        String salted = JOIN + " AND c.daybreak_salt = u.daybreak_salt";
        String rows = "SELECT c.day, c.user_id, c.item, u.name ";
        session.execute("SET spark.sql.adaptive.coalescePartitions.enabled = false");
        List<String> expected = sorted(rows(session, rows + JOIN));
        assertThat(rows(session, TASKS_OF_ONE.formatted(JOIN))).containsExactly(List.of(1L));

        for (Session each : List.of(session, embedded.open(ZoneOffset.UTC))) {
            each.register("clicks", skewed.clicks(), new Salting(Salting.Side.SPREAD, 32));
            each.register("users", skewed.names(), new Salting(Salting.Side.COPIED, 32));

            assertThat(sorted(rows(each, rows + salted)).equals(expected)).isTrue();
        }
        assertThat(rows(session, TASKS_OF_ONE.formatted(salted)))
                .singleElement()
                .satisfies(row -> assertThat((Long) row.get(0)).isGreaterThan(8));
    }

    /** Of tens of thousands of rows, which a message would have all. */
    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }

    private record Skewed(Relation clicks, Relation names) {}

    /** Clicks of which nine in ten are user 7's, and the names of users. */
    private Skewed registerSkewed() {
        Schema users = Schema.of(Column.of("user_id", Primitive.LONG), Column.of("name", Primitive.STRING));
        Relation clicks = table(
                "raw.skewed",
                CLICKS,
                true,
                List.of(),
                "SELECT day, CASE WHEN item % 10 = 0 THEN item % 200 ELSE 7 END AS user_id, item FROM ("
                        + clicks(20_000, 3) + ") AS c");
        Relation names = table(
                "raw.users",
                users,
                false,
                List.of(),
                "SELECT id AS user_id, CONCAT('n', id) AS name FROM range(0, 150)");
        session.register("clicks", clicks);
        session.register("users", names);
        return new Skewed(clicks, names);
    }

    @Test
    void leavesFewFilesThoughManyTasksWrite() {
        LakeTable whole = make("raw.whole", CLICKS, false, List.of());
        LakeTable split = make("raw.split", CLICKS, true, List.of());
        // Numbers in no order cannot be compressed: about 8 MB.
        String sql = "SELECT day, user_id, xxhash64(item) AS item FROM (" + clicks(1_100_000, 20) + ") AS c";

        List<WrittenFile> one = session.write(sql, whole.stage("a-1"));
        List<WrittenFile> three = session.write(sql, split.stage("b-1"));

        assertThat(one).singleElement().satisfies(file -> {
            assertThat(file.rows()).isEqualTo(1_100_000);
            assertThat(file.bytes()).isGreaterThan(8 << 20);
        });
        assertThat(three).hasSize(3);
    }

    /** Where the data allow: of 20 tasks with 14 MB each, 280 MB in all, come files of 128 MB and more. */
    @Tag("soak")
    @Test
    void writesFilesOfTheSizeThatIsPromised() {
        LakeTable table = make("raw.large", CLICKS, false, List.of());
        String sql =
                "SELECT DATE '2025-03-01' AS day, id % 97 AS user_id, xxhash64(id) AS item FROM range(0, 32000000, 1, 20)";

        List<WrittenFile> files = session.write(sql, table.stage("a-1"));

        assertThat(files).hasSizeBetween(1, 2).allSatisfy(file -> assertThat(file.bytes())
                .isBetween(128L << 20, 512L << 20));
        assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(32_000_000);
    }

    private static String clicks(int rows, int tasks) {
        return MANY_CLICKS.formatted(rows, tasks);
    }

    private LakeTable make(String name, Schema schema, boolean isDaily, List<Clustering> clustering) {
        Optional<Lake.Time> time = isDaily ? Optional.of(new Lake.Time("day", Cadence.DAILY)) : Optional.empty();
        return lake.prepare(AssetKey.parse(name), new Lake.Layout(schema, time, clustering));
    }

    /** A table with the rows of a query, as it is pinned then. */
    private Relation table(String name, Schema schema, boolean isDaily, List<Clustering> clustering, String sql) {
        LakeTable table = make(name, schema, isDaily, clustering);
        List<WrittenFile> files = session.write(sql, table.stage("a-1"));
        table.publish(files, List.of(), ZoneOffset.UTC, new PublishGuard("a", "a-1", 1, "run-1", "f00d", () -> true));
        return table.pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC).relation();
    }

    private static Relation asFiles(Relation relation) {
        return new Relation(relation.schema(), relation.fieldIds(), relation.files(), relation.filter());
    }

    /** Under the names clicks, views and others. */
    private static void register(Session session, Relation... relations) {
        List<String> names = List.of("clicks", "views", "others");
        for (int i = 0; i < relations.length; i++) {
            session.register(names.get(i), relations[i]);
        }
    }

    private void assertSameOnBoth(String sql, Relation... relations) {
        try (Session other = embedded.open(ZoneOffset.UTC)) {
            register(other, relations);
            List<List<Object>> expected = rows(other, sql);
            assertThat(expected).isNotEmpty();
            assertThat(rows(session, sql)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<List<Object>> rows(Session session, String sql) {
        try (Rows rows = session.query(sql)) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < rows.schema().columns().size(); i++) {
                    row.add(rows.value(i));
                }
                all.add(row);
            }
            return all;
        }
    }
}
