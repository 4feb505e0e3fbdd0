package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.spark.Program.Outcome;
import dev.daybreak.acceptance.spark.Program.Running;
import dev.daybreak.engine.spark.SharedSpark;
import dev.daybreak.lake.StoreKind;
import dev.daybreak.lake.TestStore;
import dev.daybreak.project.folder.FolderTree;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line with Spark, from the jars that are distributed; its commands share a process ({@link ProgramLoop}). */
@Timeout(900)
class CommandLineTest {
    private static final int TABLES = Integer.getInteger("spark.tables", 10);

    @TempDir
    Path folder;

    private ShopProject project;

    @BeforeEach
    void init() throws Exception {
        project = ShopProject.in(folder);
    }

    @Test
    void aRunOnSparkPublishesWhatARunOnDuckDbDoes() throws Exception {
        Files.writeString(
                project.root().resolve("assets/shop/shares.sql"),
                """
                /*---
                inputs: {raw.orders: {whole: true}, shop.daily_sales: {whole: true}}
                salt: {key: product, buckets: 4}
                ---*/
                SELECT /*+ BROADCAST(d) */ o.order_id, o.product, d.orders
                FROM raw.orders AS o
                LEFT JOIN shop.daily_sales AS d ON o.product = d.product AND d.order_date = CAST(o.ordered_at AS DATE)
                """);
        project.table(
                "many",
                "kind: view",
                "SELECT order_id, UPPER(product) AS \"Product\" FROM raw.orders WHERE starts_with(product, 'c')");
        project.table("products", "", "SELECT \"Product\", COUNT(*) AS n FROM shop.many GROUP BY \"Product\"");
        Outcome run = project.run("run", "--engine", SharedSpark.engine().url());

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(run.json().at("/steps/succeeded").asInt()).isEqualTo(5);
        Outcome again = project.run("run");
        assertThat(again.json().at("/steps/succeeded").asInt()).as(again.said()).isZero();
        Outcome parity = project.run("parity", "--spark", SharedSpark.engine().url());
        assertThat(parity.status()).as(parity.said()).isZero();
        assertThat(parity.json().get("same").asBoolean()).isTrue();
        assertThat(parity.json().get("partitions")).hasSize(7).allSatisfy(partition -> {
            assertThat(partition.at("/rows/duckdb").asInt()).isPositive();
            assertThat(partition.at("/rows/spark")).isEqualTo(partition.at("/rows/duckdb"));
        });
        Outcome explained = project.run(
                "explain", "shop.shares", "--engine", SharedSpark.engine().url());
        assertThat(explained.status()).as(explained.said()).isZero();
        assertThat(explained.json().at("/inputs/0/reads/0/columns").toString())
                .contains("order_id", "product", "ordered_at");
        assertThat(explained.json().get("plan").asText()).contains("BatchScan", "daybreak_salt");
    }

    @Test
    void explainTellsFilesColumnsAndFiltersOnSparkAsOnDuckDb() throws Exception {
        assertThat(project.run("run", "raw.orders").status()).isZero();

        JsonNode here = project.run("explain", "shop.daily_sales").json();
        JsonNode there = project.run(
                        "explain",
                        "shop.daily_sales",
                        "--engine",
                        SharedSpark.engine().url())
                .json();

        assertThat(there.get("engine").asText()).isEqualTo("spark");
        for (String figure : List.of("asset", "snapshot", "files", "files_opened", "rows_opened")) {
            assertThat(there.at("/inputs/0/" + figure)).as(figure).isEqualTo(here.at("/inputs/0/" + figure));
        }
        assertThat(there.at("/inputs/0/files").asInt()).isEqualTo(5);
        assertThat(there.at("/inputs/0/files_opened").asInt()).isEqualTo(1);
        assertThat(there.at("/inputs/0/reads/0/columns")).hasSize(4);
        assertThat(there.at("/inputs/0/reads/0/filters").toString()).contains("ordered_at");
    }

    @Test
    void aCheckThatFailsOnSparkHoldsTheRowsBackAsOnDuckDb() throws Exception {
        String header = "checks:\n  - expect_column_values_to_be_between: {column: order_id, max_value: 0}";
        project.table("doubtful", header, "SELECT order_id FROM raw.orders");

        Outcome there = project.run(
                "run", "+shop.doubtful", "--engine", SharedSpark.engine().url());
        Outcome here = project.run("run", "shop.doubtful", "--engine", "duckdb");

        assertThat(there.status()).as(there.said()).isEqualTo(1);
        assertThat(there.json().at("/errors/0/code").asText()).isEqualTo("CHECK_FAILED");
        assertThat(here.status()).as(here.said()).isEqualTo(1);
        assertThat(List.of(here, there))
                .extracting(run -> run.json().at("/errors/0/message").asText())
                .allSatisfy(
                        said -> assertThat(said)
                                .contains(
                                        "45 of 45 rows (100.0 %) do not hold: 'order_id' must be at most 0, such as [order_id: 10"));
        Outcome read = project.run("query", "SELECT COUNT(*) FROM shop.doubtful");
        assertThat(read.json().get("rows")).as(read.said()).hasToString("[[0]]");
    }

    @Test
    void partsOfStructsAreReadAlikeOnBoth() throws Exception {
        Files.writeString(
                project.root().resolve("sources/places.yaml"),
                """
                files: {path: data/places.jsonl}
                columns:
                  id: {type: long, required: true}
                  place: {type: "struct<city: string, at: struct<lat: double, lon: double>>"}
                """);
        Files.writeString(
                project.root().resolve("data/places.jsonl"),
                """
                {"id": 1, "place": {"city": "Oslo", "at": {"lat": 59.9, "lon": 10.7}}}
                {"id": 2, "place": {"city": null, "at": null}}
                {"id": 3, "place": null}
                """);
        project.table(
                "cities",
                "",
                "SELECT id, p.place.city AS city, p.place.at.lat + 1 AS north, place.at AS at FROM raw.places AS p");

        Outcome run = project.run(
                "run", "+shop.cities", "--engine", SharedSpark.engine().url());

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(project.run("query", "SELECT id, city, north FROM shop.cities ORDER BY id")
                        .json()
                        .get("rows"))
                .hasToString("[[1,\"Oslo\",60.9],[2,null,null],[3,null,null]]");
        Outcome parity = project.run(
                "parity", "shop.cities", "--spark", SharedSpark.engine().url());
        assertThat(parity.json().get("same").asBoolean()).as(parity.said()).isTrue();
    }

    /** The run has a process of its own here, with which the server it started must end. */
    @Test
    void theServerThatARunStartsEndsWithTheRun() throws Exception {
        Running run = project.start("run", "--engine", "spark");
        ProcessHandle server =
                Awaiting.something("a server", () -> run.process().descendants().findFirst());
        Outcome done = run.await();

        assertThat(done.status()).as(done.said()).isZero();
        server.onExit().get(1, TimeUnit.MINUTES);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aServerThatCannotBeReachedIsNamedAndTheRestIsDoneOnAnother() throws Exception {
        int port = StandaloneCluster.freePort();
        project.settings("retries: {most: 0}\n");

        Outcome failed = project.run("run", "--engine", "sc://127.0.0.1:" + port);
        Outcome rest = project.run("run", "--engine", SharedSpark.engine().url());

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.json().at("/errors/0/code").asText())
                .as(failed.said())
                .isEqualTo("UNREACHABLE");
        assertThat(failed.json().at("/errors/0/message").asText()).contains("127.0.0.1:" + port, "Connection refused");
        assertThat(failed.json().at("/steps/succeeded").asInt())
                .as("the source, which DuckDB brings in")
                .isEqualTo(1);
        assertThat(rest.json().at("/steps/succeeded").asInt()).as(rest.said()).isEqualTo(1);
    }

    /** Spark reads copies of what the store has, and what it writes is sent there. */
    @Test
    void tablesInAnObjectStoreAreReadAndWritten() throws Exception {
        try (TestStore store = StoreKind.GCS.start()) {
            project.settings(
                    "lake: {warehouse: '" + StoreKind.GCS.bucket() + "shop', endpoint: '" + store.endpoint() + "'}\n");
            String spark = SharedSpark.engine().url();

            Outcome run = project.run("run", "--engine", spark);

            assertThat(run.status()).as(run.said()).isZero();
            assertThat(store.objects("shop/shop/daily_sales/data/")).isNotEmpty();
            FolderTree.delete(project.root().resolve(".daybreak/lake/cache"));
            Outcome parity = project.run("parity", "--spark", spark);
            assertThat(parity.status()).as(parity.said()).isZero();
            assertThat(parity.json().get("same").asBoolean()).isTrue();
        }
    }

    /** Its catalog is in the database too: that is where the engines meet. */
    @Test
    void theMetadataMayBeInPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            project.settings("metadata: {url: 'jdbc:postgresql://localhost:" + postgres.getPort()
                    + "/postgres', user: postgres, password: postgres}\n");
            String spark = SharedSpark.engine().url();

            Outcome run = project.run("run", "--engine", spark);
            Outcome again = project.run("run");
            Outcome parity = project.run("parity", "--spark", spark);

            assertThat(run.status()).as(run.said()).isZero();
            assertThat(run.json().at("/steps/succeeded").asInt()).isEqualTo(2);
            assertThat(again.json().at("/steps/succeeded").asInt())
                    .as(again.said())
                    .isZero();
            assertThat(parity.json().get("same").asBoolean()).as(parity.said()).isTrue();
            assertThat(project.root().resolve(".daybreak/lake/catalog.db")).doesNotExist();
        }
    }

    @Test
    void unitTestsAreDoneOnSparkToo() throws Exception {
        Outcome tests = project.run("test", "--engine", SharedSpark.engine().url());

        assertThat(tests.status()).as(tests.said()).isZero();
        assertThat(tests.json().at("/tests/0/engine").asText()).as(tests.said()).isEqualTo("spark");
    }

    @Test
    void aTableIsComputedWhereItsHeaderSaysAndTheRestElsewhere() throws Exception {
        project.settings(
                "engine: {default: duckdb, spark: '" + SharedSpark.engine().url() + "'}\n");
        project.table("here", "", "SELECT COUNT(*) AS n FROM raw.orders");
        project.table("there", "engine: spark", "SELECT n FROM shop.here");

        Outcome plan = project.run("plan");
        Outcome withoutSpark = project.run("run", "+shop.here");
        Outcome run = project.run("run", "shop.there");

        assertThat(plan.json().at("/steps").findValuesAsText("engine")).containsOnlyOnce("spark");
        assertThat(project.run("show", "shop.there").json().get("engine").asText())
                .isEqualTo("spark");
        assertThat(withoutSpark.status()).as(withoutSpark.said()).isZero();
        assertThat(run.status()).as(run.said()).isZero();
        assertThat(project.run("query", "SELECT n FROM shop.there").json().get("rows"))
                .hasToString("[[45]]");
    }

    @Test
    void anEnvironmentHasAnEngineOfItsOwnAndASampleIsTheSameOnBoth() throws Exception {
        project.settings(
                "environments: {cluster: {engine: '" + SharedSpark.engine().url() + "'}}\n");
        Outcome prod = project.run("run");
        Outcome here = project.run("run", "--env", "local", "--sample", "50%");
        Outcome there = project.run("run", "--env", "cluster", "--sample", "50%");

        assertThat(prod.status()).as(prod.said()).isZero();
        assertThat(here.json().at("/steps/succeeded").asInt()).as(here.said()).isEqualTo(1);
        assertThat(there.json().at("/steps/succeeded").asInt()).as(there.said()).isEqualTo(1);
        assertThat(project.run("show", "shop.daily_sales", "--env", "cluster")
                        .json()
                        .get("engine")
                        .asText())
                .isEqualTo("spark");
        assertThat(project.run("show", "shop.daily_sales").json().get("engine").asText())
                .isEqualTo("duckdb");
        JsonNode diff =
                project.run("diff", "local", "cluster", "shop.daily_sales").json();
        assertThat(diff.get("same").asBoolean()).as(diff.toString()).isTrue();
        assertThat(diff.at("/rows/cluster").asInt()).isBetween(1, 17);

        project.table("only_here", "dialect: duckdb", "SELECT 1 AS n");
        assertThat(project.run("validate").status()).isZero();
        Outcome refused = project.run("validate", "--env", "cluster");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.json().at("/problems/0/message").asText()).contains("duckdb", "spark");
    }

    @Test
    void aMasterThatCannotBeReachedIsNamedAndTheRestIsDoneLater() throws Exception {
        int port = StandaloneCluster.freePort();
        project.settings("engine: {spark: {master: 'spark://127.0.0.1:" + port + "'}}\nretries: {most: 0}\n");

        Outcome failed = project.run("run");
        Outcome rest = project.run("run", "--engine", "duckdb");

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
        return project.run("doctor").json().get("findings");
    }

    /** Small steps cost what they cost; what must not come on top is a server, or more sessions than steps at a time. */
    @Test
    void manyTablesShareAServerAndAFewSessions() throws Exception {
        Path events = Files.createDirectory(folder.resolve("events"));
        project.settings(
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
        for (int i = 0; i < TABLES; i++) {
            project.table("small_" + i, "", "SELECT " + i + " AS n");
        }

        Outcome run = project.run("run", "--parallel", "2");

        assertThat(run.json().at("/steps/succeeded").asInt()).as(run.said()).isEqualTo(TABLES + 2);
        try (Stream<Path> applications = Files.list(events)) {
            List<Path> logs = applications.toList();
            assertThat(logs).hasSize(1);
            assertThat(Files.readAllLines(logs.get(0)))
                    .filteredOn(line -> line.contains("SparkListenerConnectSessionStarted"))
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void parityTellsWhatIsNotTheSame() throws Exception {
        assertThat(project.run("run").status()).isZero();
        project.table("versions", "", "SELECT ROUND(1.005e0, 2) > 1e0 AS is_long FROM raw.orders");

        Outcome parity = project.run(
                "parity", "shop.versions", "--spark", SharedSpark.engine().url());

        assertThat(parity.status()).as(parity.said()).isEqualTo(1);
        assertThat(parity.json().get("same").asBoolean()).isFalse();
        assertThat(parity.json().at("/partitions/0/problems").isEmpty()
                        && parity.json().at("/partitions/0/only").isEmpty())
                .as(parity.said())
                .isFalse();

        String shown = project.plainly(
                "parity",
                "shop.versions",
                "--limit",
                "1",
                "--spark",
                SharedSpark.engine().url());
        assertThat(shown)
                .contains(
                        "shop.versions for all data: different, 45 rows",
                        "ONLY ON",
                        "is_long",
                        "and 89 more: --limit shows more of them")
                .contains("1 of 1 partition differs.");
    }
}
