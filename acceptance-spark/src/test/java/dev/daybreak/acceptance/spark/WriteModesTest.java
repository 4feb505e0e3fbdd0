package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.spark.Program.Outcome;
import dev.daybreak.engine.spark.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Merges, histories and appended rows by the command line, on one engine beside the other. */
@Timeout(900)
class WriteModesTest {
    /** Two days, of which the later one is done again. */
    private static final String[] TIME = {"--start", "2025-03-04", "--end", "2025-03-06"};

    @TempDir
    Path folder;

    private ShopProject project;

    @BeforeEach
    void init() throws Exception {
        project = ShopProject.in(folder);
    }

    @Test
    void writeModesPublishOnSparkWhatTheyDoOnDuckDb() throws Exception {
        project.settings("engine: {spark: '" + SharedSpark.engine().url() + "'}\n");
        String daily = "partition: {every: day, start: 2025-03-04}\n";
        String sql = "SELECT product, quantity, price, ordered_at, order_id FROM raw.orders";
        for (String engine : List.of("duckdb", "spark")) {
            String on = "engine: " + engine + "\n" + daily;
            project.table(
                    "last_" + engine,
                    on + "write: {merge: {key: product, order_by: order_id, delete_when: batch.quantity > 3}}",
                    sql);
            project.table(
                    "every_" + engine, on + "write: {scd2: {key: product, track: [quantity], time: ordered_at}}", sql);
            project.table(
                    "added_" + engine,
                    on.replace("every: day", "column: ordered_at, every: day") + "write: append",
                    sql);
        }
        assertSameOnBoth();
        // One more order on the later day: merged again from there on, and what was appended on that day replaced.
        Files.writeString(
                project.root().resolve("data/orders_late.csv"),
                "order_id,ordered_at,product,quantity,price\n9999,2025-03-05 09:59:59,honey,1,7.90\n");

        assertSameOnBoth();

        assertThat(run("plan").json().at("/steps").findValuesAsText("state")).doesNotContain("stale", "missing");
    }

    private Outcome run(String command) throws Exception {
        return project.run(Stream.concat(Stream.of(command), Stream.of(TIME)).toArray(String[]::new));
    }

    private void assertSameOnBoth() throws Exception {
        Outcome run = run("run");
        assertThat(run.status()).as(run.said()).isZero();
        List<String> differences = new ArrayList<>();
        for (String name : List.of("last", "every", "added")) {
            String duckDb = "SELECT * FROM shop." + name + "_duckdb";
            String spark = "SELECT * FROM shop." + name + "_spark";
            differences.add("SELECT '" + name + "' AS name, (SELECT COUNT(*) FROM (" + duckDb + ") AS a) > 0 AS is_any,"
                    + " (SELECT COUNT(*) FROM (" + duckDb + " EXCEPT ALL " + spark + ") AS a)"
                    + " + (SELECT COUNT(*) FROM (" + spark + " EXCEPT ALL " + duckDb + ") AS a) AS other");
        }
        Outcome compared = project.run("query", String.join(" UNION ALL ", differences));
        assertThat(compared.json().get("rows"))
                .as(compared.said())
                .hasToString("[[\"last\",true,0],[\"every\",true,0],[\"added\",true,0]]");
    }
}
