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
        Outcome run = onProject("run", "--engine", "spark");

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(run.json().at("/steps/succeeded").asInt()).isEqualTo(2);
        Outcome again = onProject("run");
        assertThat(again.json().at("/steps/succeeded").asInt()).as(again.said()).isZero();
        Outcome parity = onProject("parity");
        assertThat(parity.status()).as(parity.said()).isZero();
        assertThat(parity.json().get("same").asBoolean()).isTrue();
        assertThat(parity.json().get("partitions")).hasSize(5).allSatisfy(partition -> {
            assertThat(partition.at("/rows/duckdb").asInt()).isPositive();
            assertThat(partition.at("/rows/spark")).isEqualTo(partition.at("/rows/duckdb"));
        });
    }

    @Test
    void parityTellsWhatIsNotTheSame() throws Exception {
        assertThat(onProject("run").status()).isZero();
        Files.createDirectories(project.resolve("assets/shop"));
        Files.writeString(
                project.resolve("assets/shop/versions.sql"),
                "/*---\n---*/\nSELECT ROUND(1.005e0, 2) > 1e0 AS is_long FROM raw.orders\n");

        Outcome parity = onProject("parity", "shop.versions");

        assertThat(parity.status()).as(parity.said()).isEqualTo(1);
        assertThat(parity.json().get("same").asBoolean()).isFalse();
        assertThat(parity.json().at("/partitions/0/problems").isEmpty()
                        && parity.json().at("/partitions/0/only").isEmpty())
                .as(parity.said())
                .isFalse();
    }
}
