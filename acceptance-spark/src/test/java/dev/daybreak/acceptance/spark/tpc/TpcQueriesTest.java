package dev.daybreak.acceptance.spark.tpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.spark.Program;
import dev.daybreak.acceptance.spark.Program.Outcome;
import dev.daybreak.engine.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All queries of TPC-H and TPC-DS, each an asset of one project: they validate, run on both engines, and yield the same. */
class TpcQueriesTest {
    private static final Path SQL = Path.of(System.getProperty("shared.dir", "/nowhere"), "conformance", "sql");
    private static final Path PAGE = Path.of(System.getProperty("root.dir"), "docs", "tpc.md");

    @TempDir
    Path folder;

    private static List<TpcQuery> queries() throws IOException {
        List<TpcQuery> queries = new ArrayList<>(TpcQuery.all("tpch", SQL));
        queries.addAll(TpcQuery.all("tpcds", SQL));
        return queries;
    }

    @Test
    @Timeout(900)
    void agreeOnBothEngines() throws Exception {
        assumeTrue(Files.isDirectory(SQL), "The texts of the benchmark queries are not at " + SQL);
        assumeTrue(Program.isThere(), "needs the program: mvn -pl acceptance-spark -am package");
        List<TpcQuery> queries = queries();
        Path root = Files.createDirectories(folder.resolve("tpc"));
        TpcProject project = new TpcProject(root, SQL);
        for (TpcQuery query : queries) {
            project.write(TpcRewrite.applied(query));
        }
        project.writeData();
        Program program = new Program(folder);

        Outcome valid = program.on(root, "validate");
        Outcome run = program.on(root, "run", "tag:data");
        Outcome parity = program.on(
                root, "parity", "--limit", "3", "--spark", SharedSpark.engine().url());

        assertThat(valid.json().get("problems")).as(valid.said()).isEmpty();
        assertThat(run.status()).as(run.said()).isZero();
        assertThat(parity.json().get("partitions")).as(parity.said()).hasSize(22 + 99);
        List<String> differing = new ArrayList<>();
        long empty = 0;
        for (JsonNode partition : parity.json().get("partitions")) {
            if (!partition.get("same").asBoolean()) {
                differing.add(partition.toString());
            }
            empty += partition.at("/rows/duckdb").asInt() == 0 ? 1 : 0;
        }
        long rewritten = queries.stream()
                .filter(query -> !TpcRewrite.of(query).isEmpty())
                .count();
        System.out.println(queries.size() + " queries: " + (queries.size() - rewritten) + " as written, " + rewritten
                + " rewritten, " + differing.size() + " differ; " + empty + " yield no rows at this scale");
        assertThat(differing).isEmpty();
        assertThat(empty).as("queries that yield no rows").isLessThan(30);
    }

    /** Documentation lists what the test changes, no more and no less. */
    @Test
    void whatIsRewrittenStandsInTheDocumentation() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).contains(TpcRewrite.table(), TpcRewrite.reasons());
        assertThat(page.lines().filter(line -> line.startsWith("| tpc")))
                .hasSize((int) TpcRewrite.table().lines().count());
    }
}
