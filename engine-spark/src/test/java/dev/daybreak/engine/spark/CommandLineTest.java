package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.engine.spark.Program.Outcome;
import dev.daybreak.lake.StoreKind;
import dev.daybreak.lake.TestStore;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line with Spark, in processes of its own, as the launcher starts them. */
@Timeout(900)
class CommandLineTest {
    @TempDir
    Path folder;

    private Program program;
    private Path project;

    @BeforeEach
    void init() throws Exception {
        assumeTrue(Program.isThere(), "needs the program: mvn -pl cli -am package");
        program = new Program(folder);
        project = folder.resolve("shop");
        assertThat(program.run("init", project.toString()).status()).isZero();
    }

    private Outcome onProject(String... arguments) throws Exception {
        return program.on(project, arguments);
    }

    @Test
    void aRunOnSparkPublishesWhatARunOnDuckDbDoes() throws Exception {
        Files.writeString(
                project.resolve("assets/shop/shares.sql"),
                """
                /*---
                inputs: {raw.orders: {whole: true}, shop.daily_sales: {whole: true}}
                salt: {key: product, buckets: 4}
                ---*/
                SELECT /*+ BROADCAST(d) */ o.order_id, o.product, d.orders
                FROM raw.orders AS o
                LEFT JOIN shop.daily_sales AS d ON o.product = d.product AND d.order_date = CAST(o.ordered_at AS DATE)
                """);
        table(
                "many",
                "kind: view",
                "SELECT order_id, UPPER(product) AS \"Product\" FROM raw.orders WHERE starts_with(product, 'c')");
        table("products", "", "SELECT \"Product\", COUNT(*) AS n FROM shop.many GROUP BY \"Product\"");
        Outcome run = onProject("run", "--engine", "spark");

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(run.json().at("/steps/succeeded").asInt()).isEqualTo(5);
        Outcome again = onProject("run");
        assertThat(again.json().at("/steps/succeeded").asInt()).as(again.said()).isZero();
        Outcome parity = onProject("parity", "--spark", SharedSpark.engine().url());
        assertThat(parity.status()).as(parity.said()).isZero();
        assertThat(parity.json().get("same").asBoolean()).isTrue();
        assertThat(parity.json().get("partitions")).hasSize(7).allSatisfy(partition -> {
            assertThat(partition.at("/rows/duckdb").asInt()).isPositive();
            assertThat(partition.at("/rows/spark")).isEqualTo(partition.at("/rows/duckdb"));
        });
        Outcome explained = onProject(
                "explain", "shop.shares", "--engine", SharedSpark.engine().url());
        assertThat(explained.status()).as(explained.said()).isZero();
        assertThat(explained.json().at("/inputs/0/reads/0/columns").toString())
                .contains("order_id", "product", "ordered_at");
        assertThat(explained.json().get("plan").asText()).contains("BatchScan", "daybreak_salt");
    }

    /** Spark reads copies of what the store has, and what it writes is sent there. */
    @Test
    void tablesInAnObjectStoreAreReadAndWritten() throws Exception {
        try (TestStore store = StoreKind.GCS.start()) {
            settings("lake: {warehouse: '" + StoreKind.GCS.bucket() + "shop', endpoint: '" + store.endpoint() + "'}\n");
            String spark = SharedSpark.engine().url();

            Outcome run = onProject("run", "--engine", spark);

            assertThat(run.status()).as(run.said()).isZero();
            assertThat(store.objects("shop/shop/daily_sales/data/")).isNotEmpty();
            FolderTree.delete(project.resolve(".daybreak/lake/cache"));
            Outcome parity = onProject("parity", "--spark", spark);
            assertThat(parity.status()).as(parity.said()).isZero();
            assertThat(parity.json().get("same").asBoolean()).isTrue();
        }
    }

    @Test
    void unitTestsAreDoneOnSparkToo() throws Exception {
        Outcome tests = onProject("test", "--engine", SharedSpark.engine().url());

        assertThat(tests.status()).as(tests.said()).isZero();
        assertThat(tests.json().at("/tests/0/engine").asText()).as(tests.said()).isEqualTo("spark");
    }

    @Test
    void aTableIsComputedWhereItsHeaderSaysAndTheRestElsewhere() throws Exception {
        table("here", "", "SELECT COUNT(*) AS n FROM raw.orders");
        table("there", "engine: spark", "SELECT n FROM shop.here");

        Outcome plan = onProject("plan");
        Outcome withoutSpark = onProject("run", "+shop.here");
        Outcome run = onProject("run", "shop.there");

        assertThat(plan.json().at("/steps").findValuesAsText("engine")).containsOnlyOnce("spark");
        assertThat(onProject("show", "shop.there").json().get("engine").asText())
                .isEqualTo("spark");
        assertThat(withoutSpark.status()).as(withoutSpark.said()).isZero();
        assertThat(run.status()).as(run.said()).isZero();
        assertThat(onProject("query", "SELECT n FROM shop.there").json().get("rows"))
                .hasToString("[[45]]");
    }

    @Test
    void anEnvironmentHasAnEngineOfItsOwnAndASampleIsTheSameOnBoth() throws Exception {
        settings("environments: {cluster: {engine: '" + SharedSpark.engine().url() + "'}}\n");
        Outcome prod = onProject("run");
        Outcome here = onProject("run", "--env", "local", "--sample", "50%");
        Outcome there = onProject("run", "--env", "cluster", "--sample", "50%");

        assertThat(prod.status()).as(prod.said()).isZero();
        assertThat(here.json().at("/steps/succeeded").asInt()).as(here.said()).isEqualTo(1);
        assertThat(there.json().at("/steps/succeeded").asInt()).as(there.said()).isEqualTo(1);
        assertThat(onProject("show", "shop.daily_sales", "--env", "cluster")
                        .json()
                        .get("engine")
                        .asText())
                .isEqualTo("spark");
        assertThat(onProject("show", "shop.daily_sales").json().get("engine").asText())
                .isEqualTo("duckdb");
        JsonNode diff =
                onProject("diff", "local", "cluster", "shop.daily_sales").json();
        assertThat(diff.get("same").asBoolean()).as(diff.toString()).isTrue();
        assertThat(diff.at("/rows/cluster").asInt()).isBetween(1, 17);

        table("only_here", "dialect: duckdb", "SELECT 1 AS n");
        assertThat(onProject("validate").status()).isZero();
        Outcome refused = onProject("validate", "--env", "cluster");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.json().at("/problems/0/message").asText()).contains("duckdb", "spark");
    }

    @Test
    void aMasterThatCannotBeReachedIsNamedAndTheRestIsDoneLater() throws Exception {
        int port = StandaloneCluster.freePort();
        settings("engine: {spark: {master: 'spark://127.0.0.1:" + port + "'}}\nretries: {most: 0}\n");

        Outcome failed = onProject("run");
        Outcome rest = onProject("run", "--engine", "duckdb");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.json().at("/errors/0/code").asText())
                .as(failed.said())
                .isEqualTo("UNREACHABLE");
        assertThat(failed.json().at("/errors/0/message").asText())
                .startsWith("Cannot reach the master of Spark at 127.0.0.1:" + port + ": Connection refused");
        assertThat(rest.json().at("/steps/succeeded").asInt()).as(rest.said()).isEqualTo(1);
        assertThat(doctor().findValuesAsText("found"))
                .anyMatch(found -> found.startsWith("Cannot reach the master of Spark at 127.0.0.1:" + port));
    }

    private JsonNode doctor() throws Exception {
        return onProject("doctor").json().get("findings");
    }

    /** Small steps cost what they cost; what must not come on top is a server, or more sessions than steps at a time. */
    @Test
    void aHundredTablesShareAServerAndAFewSessions() throws Exception {
        Path events = Files.createDirectory(folder.resolve("events"));
        settings(
                """
                engine:
                  spark:
                    master: local[2]
                    conf:
                      spark.eventLog.enabled: true
                      spark.eventLog.compress: false
                      spark.eventLog.rolling.enabled: false
                      spark.eventLog.dir: file:%s
                """
                        .formatted(events));
        for (int i = 0; i < 100; i++) {
            table("small_" + i, "", "SELECT " + i + " AS n");
        }

        Outcome run = onProject("run", "--parallel", "2");

        assertThat(run.json().at("/steps/succeeded").asInt()).as(run.said()).isEqualTo(102);
        try (Stream<Path> applications = Files.list(events)) {
            List<Path> logs = applications.toList();
            assertThat(logs).hasSize(1);
            assertThat(Files.readAllLines(logs.get(0)))
                    .filteredOn(line -> line.contains("SparkListenerConnectSessionStarted"))
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void writeModesPublishOnSparkWhatTheyDoOnDuckDb() throws Exception {
        settings("engine: {spark: '" + SharedSpark.engine().url() + "'}\n");
        String daily = "partition: {every: day, start: 2025-03-04}\n";
        String sql = "SELECT product, quantity, price, ordered_at, order_id FROM raw.orders";
        for (String engine : List.of("duckdb", "spark")) {
            String on = "engine: " + engine + "\n" + daily;
            table(
                    "last_" + engine,
                    on + "write: {merge: {key: product, order_by: order_id, delete_when: batch.quantity > 3}}",
                    sql);
            table("every_" + engine, on + "write: {scd2: {key: product, track: [quantity], time: ordered_at}}", sql);
            table("added_" + engine, on.replace("every: day", "column: ordered_at, every: day") + "write: append", sql);
        }
        assertSameOnBoth();
        // One more order on a day in the middle: merged again from there on, and what was appended on that day
        // replaced.
        Files.writeString(
                project.resolve("data/orders_late.csv"),
                "order_id,ordered_at,product,quantity,price\n9999,2025-03-05 09:59:59,honey,1,7.90\n");

        assertSameOnBoth();

        assertThat(onProject("plan").json().at("/steps").findValuesAsText("state"))
                .doesNotContain("stale", "missing");
    }

    private void assertSameOnBoth() throws Exception {
        Outcome run = onProject("run");
        assertThat(run.status()).as(run.said()).isZero();
        List<String> differences = new ArrayList<>();
        for (String name : List.of("last", "every", "added")) {
            String duckDb = "SELECT * FROM shop." + name + "_duckdb";
            String spark = "SELECT * FROM shop." + name + "_spark";
            differences.add("SELECT '" + name + "' AS name, (SELECT COUNT(*) FROM (" + duckDb + ") AS a) > 0 AS is_any,"
                    + " (SELECT COUNT(*) FROM (" + duckDb + " EXCEPT ALL " + spark + ") AS a)"
                    + " + (SELECT COUNT(*) FROM (" + spark + " EXCEPT ALL " + duckDb + ") AS a) AS other");
        }
        Outcome compared = onProject("query", String.join(" UNION ALL ", differences));
        assertThat(compared.json().get("rows"))
                .as(compared.said())
                .hasToString("[[\"last\",true,0],[\"every\",true,0],[\"added\",true,0]]");
    }

    private void settings(String more) throws IOException {
        Files.writeString(project.resolve("daybreak.yaml"), more, StandardOpenOption.APPEND);
    }

    private void table(String name, String header, String sql) throws IOException {
        Files.createDirectories(project.resolve("assets/shop"));
        Files.writeString(
                project.resolve("assets/shop/" + name + ".sql"), "/*---\n" + header + "\n---*/\n" + sql + "\n");
    }

    @Test
    void parityTellsWhatIsNotTheSame() throws Exception {
        assertThat(onProject("run").status()).isZero();
        table("versions", "", "SELECT ROUND(1.005e0, 2) > 1e0 AS is_long FROM raw.orders");

        Outcome parity = onProject(
                "parity", "shop.versions", "--spark", SharedSpark.engine().url());

        assertThat(parity.status()).as(parity.said()).isEqualTo(1);
        assertThat(parity.json().get("same").asBoolean()).isFalse();
        assertThat(parity.json().at("/partitions/0/problems").isEmpty()
                        && parity.json().at("/partitions/0/only").isEmpty())
                .as(parity.said())
                .isFalse();
    }
}
