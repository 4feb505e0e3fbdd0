package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.engine.spark.Program.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line with Spark, in processes of its own, as the launcher starts them. */
@Timeout(300)
class CommandLineTest {
    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void init() throws Exception {
        assumeTrue(Program.isThere(), "needs the program: mvn -pl cli -am package");
        project = folder.resolve("shop");
        assertThat(new Program(folder).run("init", project.toString()).status()).isZero();
    }

    private Outcome onProject(String... arguments) throws Exception {
        return new Program(folder).on(project, arguments);
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
