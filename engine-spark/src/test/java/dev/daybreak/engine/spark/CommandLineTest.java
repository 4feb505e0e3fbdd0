package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line with Spark, in processes of its own, as the launcher starts them. */
@Timeout(300)
class CommandLineTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path PROGRAM = ROOT.resolve("cli/target/dist/lib");

    @TempDir
    Path folder;

    private Path project;

    /** What a command did: its exit status, and its standard output as JSON. */
    private record Outcome(int status, JsonNode json, String said) {}

    @BeforeEach
    void init() throws Exception {
        assumeTrue(Files.isDirectory(PROGRAM), "needs the program: mvn -pl cli -am package");
        project = folder.resolve("shop");
        assertThat(daybreak("init", project.toString()).status()).isZero();
    }

    private Outcome daybreak(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-Ddaybreak.spark.client=" + ROOT.resolve("engine-spark/target/dist/lib"),
                "-Ddaybreak.spark.server=" + ROOT.resolve("engine-spark-server/target/dist/lib"),
                "-cp",
                PROGRAM + "/*",
                "dev.daybreak.cli.Daybreak"));
        command.addAll(List.of(arguments));
        command.add("--json");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int status = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        String text = Files.readString(out);
        return new Outcome(status, new ObjectMapper().readTree(text), text + Files.readString(err));
    }

    private Outcome onProject(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", project.toString()));
        return daybreak(all.toArray(String[]::new));
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
        Outcome run = onProject("run", "--engine", "spark");

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(run.json().at("/steps/succeeded").asInt()).isEqualTo(3);
        Outcome again = onProject("run");
        assertThat(again.json().at("/steps/succeeded").asInt()).as(again.said()).isZero();
        Outcome parity = onProject("parity");
        assertThat(parity.status()).as(parity.said()).isZero();
        assertThat(parity.json().get("same").asBoolean()).isTrue();
        assertThat(parity.json().get("partitions")).hasSize(6).allSatisfy(partition -> {
            assertThat(partition.at("/rows/duckdb").asInt()).isPositive();
            assertThat(partition.at("/rows/spark")).isEqualTo(partition.at("/rows/duckdb"));
        });
        Outcome explained = onProject("explain", "shop.shares", "--engine", "spark");
        assertThat(explained.status()).as(explained.said()).isZero();
        assertThat(explained.json().at("/inputs/0/reads/0/columns").toString())
                .contains("order_id", "product", "ordered_at");
        assertThat(explained.json().get("plan").asText()).contains("BatchScan", "daybreak_salt");
    }

    @Test
    void parityTellsWhatIsNotTheSame() throws Exception {
        assertThat(onProject("run").status()).isZero();
        Files.createDirectories(project.resolve("assets/shop"));
        Files.writeString(
                project.resolve("assets/shop/versions.sql"),
                "/*---\n---*/\nSELECT length(version()) > 10 AS is_long FROM raw.orders\n");

        Outcome parity = onProject("parity", "shop.versions");

        assertThat(parity.status()).as(parity.said()).isEqualTo(1);
        assertThat(parity.json().get("same").asBoolean()).isFalse();
        assertThat(parity.json().at("/partitions/0/problems").isEmpty()
                        && parity.json().at("/partitions/0/only").isEmpty())
                .as(parity.said())
                .isFalse();
    }
}
