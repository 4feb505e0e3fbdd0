package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.acceptance.spark.Program.Outcome;
import dev.daybreak.engine.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The projects in {@code examples/}, as they are, on little data: computed on Spark, and the same on both engines. */
@Timeout(900)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("root.dir"), "examples");

    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void findTheProgram() {
        assumeTrue(Program.isThere(), "needs the program: mvn -pl acceptance-spark -am package");
        program = new Program(folder);
    }

    @Test
    void recommender() throws Exception {
        Path project = copy("recommender");
        ExampleData.recommender(project.resolve("data"));

        isTheSame(
                project,
                "features.impressions",
                "2023-03-01",
                "2023-03-02",
                List.of("features.user_days", "features.item_days", "features.impressions"),
                List.of(2, 1, 4));
    }

    @Test
    void flights() throws Exception {
        Path project = copy("flights");
        ExampleData.flights(project.resolve("data"));

        isTheSame(
                project,
                "features.departures",
                "2001-02-12",
                "2001-02-13",
                List.of("flights.clocks", "flights.route_days", "flights.airport_hours", "features.departures"),
                List.of(1, 2, 1, 3));
    }

    private Path copy(String name) throws IOException {
        Path project = folder.resolve(name);
        Copies.copy(EXAMPLES.resolve(name), project);
        return project;
    }

    /** Computes a table and what it reads on Spark, publishes it, and compares the tables, with as many checks as each has. */
    private void isTheSame(
            Path project, String table, String start, String end, List<String> tables, List<Integer> checks)
            throws Exception {
        String spark = SharedSpark.engine().url();
        Outcome run = program.on(project, "backfill", "+" + table, "--start", start, "--end", end, "--engine", spark);
        Outcome again = program.on(project, "backfill", "+" + table, "--start", start, "--end", end);
        Outcome parity = parity(project, tables, start, end, spark);

        assertThat(run.status()).as(run.said()).isZero();
        assertThat(again.json().at("/steps/succeeded").asInt()).as(again.said()).isZero();
        assertThat(parity.status()).as(parity.said()).isZero();
        assertThat(parity.json().get("same").asBoolean()).isTrue();
        for (int i = 0; i < tables.size(); i++) {
            String name = tables.get(i);
            int count = checks.get(i);
            assertThat(parity.json().get("partitions"))
                    .filteredOn(partition -> partition.get("asset").asText().equals(name))
                    .isNotEmpty()
                    .allSatisfy(partition -> {
                        assertThat(partition.get("checks").asInt()).isEqualTo(count);
                        assertThat(partition.at("/rows/spark").asInt()).isPositive();
                        assertThat(partition.at("/rows/duckdb")).isEqualTo(partition.at("/rows/spark"));
                    });
        }
    }

    private Outcome parity(Path project, List<String> tables, String start, String end, String spark) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of("parity"),
                        Stream.concat(tables.stream(), Stream.of("--start", start, "--end", end, "--spark", spark)))
                .toArray(String[]::new);
        return program.on(project, arguments);
    }
}
