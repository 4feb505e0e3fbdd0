package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.spark.LocalSpark;
import dev.daybreak.engine.spark.SparkEngine;
import dev.daybreak.project.engine.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The catalog that {@code serve} offers, as Spark uses it that knows nothing of Daybreak: it is given an address and a token, reads what runs
 * publish, and writes what runs and queries see.
 */
@Timeout(600)
class RestCatalogOnSparkTest {
    private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");
    private static final String TOKEN = "operator-0123456789abcdef";

    private static SparkEngine server;

    @TempDir
    Path folder;

    private Program program;
    private Path project;
    private Program.Running service;
    private SparkSession spark;

    @BeforeAll
    static void startSpark(@TempDir Path own) {
        server = SparkEngine.open(withIceberg(own));
    }

    @AfterAll
    static void stopSpark() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Program.isThere(), "needs the program: mvn -pl acceptance-spark -am package");
        program = new Program(folder);
        project = folder.resolve("shop");
        file("token.txt", TOKEN);
        file(
                "daybreak.yaml",
                """
                name: shop
                version: 1
                start: 2023-01-01
                end: 2023-02-01
                tokens: [{name: spark, role: operator, token: "${file:token.txt}"}]
                """);
        file(
                "assets/shop/days.sql",
                """
                /*---
                partition: {column: day, every: day}
                ---*/
                SELECT CAST(:start AS DATE) AS day, 1 AS one
                """);
        service = program.start("serve", "--port", "0", "--workers", "0", "--project", project.toString());
        spark = connect(Awaiting.something("the port of the service", this::port));
    }

    /** Only with these Spark looks for Iceberg's views. */
    private static EngineProvider.Options withIceberg(Path own) {
        SortedMap<String, String> conf = new TreeMap<>(
                Map.of("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"));
        return new EngineProvider.Options(
                new Spark.Master("local[2]", conf), LocalSpark.jars(), 300_000_000, 2, own.resolve("tmp"));
    }

    private void file(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Optional<String> port() throws IOException {
        assertThat(service.process().isAlive())
                .as(Files.readString(service.err()))
                .isTrue();
        Matcher said = PORT.matcher(Files.readString(service.err()));
        return said.find() ? Optional.of(said.group(1)) : Optional.empty();
    }

    private SparkSession connect(String port) {
        String address = "http://127.0.0.1:" + port + "/iceberg";
        return SparkSession.builder()
                .remote(server.url())
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "rest")
                .config("spark.sql.catalog.lake.uri", address)
                .config("spark.sql.catalog.lake.credential", "spark:" + TOKEN)
                .config("spark.sql.catalog.lake.oauth2-server-uri", address + "/v1/oauth/tokens")
                .config("spark.sql.catalog.lake.cache-enabled", "false")
                .create();
    }

    @AfterEach
    void stop() {
        if (spark != null) {
            spark.close();
        }
        if (service != null) {
            service.process().destroyForcibly();
        }
    }

    private void run(String... more) throws Exception {
        Program.Outcome outcome = program.on(
                project, Stream.concat(Stream.of("run"), Stream.of(more)).toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.said()).isZero();
    }

    /** What Spark reads. */
    private String read(String sql) {
        List<Row> rows = List.of((Row[]) spark.sql(sql).collect());
        return rows.toString();
    }

    /** What the program reads. */
    private String query(String sql) throws Exception {
        Program.Outcome outcome = program.on(project, "query", sql);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json().get("rows").toString();
    }

    @Test
    void readsWhatRunsPublishAndWritesWhatTheySee() throws Exception {
        file(
                "assets/shop/late.sql",
                "/*---\nkind: view\ncolumns: {Day: {type: date, description: When}, many: long}\n---*/\n"
                        + "SELECT d.day AS \"Day\", CAST(d.one AS BIGINT) AS many FROM shop.days d WHERE d.day > DATE '2023-01-01';\n");
        file(
                "assets/views/latest.sql",
                "/*---\nkind: view\n---*/\nSELECT MAX(\"Day\") AS last, SUM(late.many) AS many FROM shop.late\n");
        run("--end", "2023-01-03");
        assertThat(read("SELECT COUNT(*), CAST(MAX(day) AS STRING) FROM lake.shop.days"))
                .isEqualTo("[[2,2023-01-02]]");

        run("--end", "2023-01-06");
        assertThat(read("SELECT COUNT(*), CAST(MAX(day) AS STRING) FROM lake.shop.days"))
                .isEqualTo("[[5,2023-01-05]]");
        assertThat(
                        read(
                                "SELECT CAST(Day AS STRING), many FROM lake.shop.late WHERE Day < DATE '2023-01-04' ORDER BY Day"))
                .isEqualTo("[[2023-01-02,1], [2023-01-03,1]]");
        assertThat(read("SELECT CAST(last AS STRING), many FROM lake.views.latest"))
                .as("a view of a view")
                .isEqualTo("[[2023-01-05,4]]");
        assertThat(query("SELECT CAST(last AS STRING), many FROM views.latest")).isEqualTo("[[\"2023-01-05\",4]]");

        // Rows and deletes by files of formats that the program's own tables have only if told.
        spark.sql("CREATE TABLE lake.notes.seen USING iceberg TBLPROPERTIES ('write.format.default'='orc',"
                + " 'write.delete.format.default'='avro', 'write.update.mode'='merge-on-read')"
                + " AS SELECT day, 'new' AS note FROM lake.shop.days");
        spark.sql("UPDATE lake.notes.seen SET note = 'old' WHERE day < DATE '2023-01-03'");
        assertThat(query("SELECT note, COUNT(*) FROM notes.seen GROUP BY note ORDER BY note"))
                .isEqualTo("[[\"new\",3],[\"old\",2]]");

        assertThatThrownBy(() -> spark.sql("DROP TABLE lake.shop.days"))
                .hasMessageContaining("'shop.days': it is an asset of the project");
        assertThat(query("SELECT COUNT(*) FROM shop.days")).isEqualTo("[[5]]");
    }

    @Test
    void writesIntoTheTableThatARunPublishesToAtTheSameTime() throws Exception {
        int written = 5;
        run("--end", "2023-01-03");
        Program.Running run = program.start("run", "--project", project.toString());
        for (int i = 0; i < written; i++) {
            spark.sql("INSERT INTO lake.shop.days VALUES (DATE '2023-01-01', " + (10 + i) + ")");
        }
        Program.Outcome outcome = run.await();

        assertThat(outcome.status()).as(outcome.said()).isZero();
        String sums = "SELECT COUNT(*) AS days, SUM(one) AS ones FROM ";
        assertThat(query(sums + "shop.days")).isEqualTo("[[36,91]]");
        assertThat(read(sums + "lake.shop.days")).isEqualTo("[[36,91]]");
        assertThat(Files.readString(service.err())).doesNotContain(TOKEN);
    }
}
