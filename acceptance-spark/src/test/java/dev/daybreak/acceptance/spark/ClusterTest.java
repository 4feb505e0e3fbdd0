package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.spark.ClassJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run on a real cluster whose parts die while it computes. Each of its tables reads the one before and holds the same rows, which the
 * tasks of a stage hand on once they have passed a {@link Gate}: what is killed is what such a task waits in. The first table is
 * computed in peace.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {
    private static final Pattern MOVED = Pattern.compile("Migrated .*shuffle_\\d+");
    private static final List<String> DISTURBED = List.of("notice", "executor", "worker", "driver");

    /** One more than run at a time. */
    private static final int TASKS = 3;

    private Path folder;
    private StandaloneCluster cluster;
    private Program program;
    private Program.Running run;
    private Path project;
    private Program.Outcome outcome;
    private EventLog events;
    private String warned;

    @BeforeAll
    void runWhileTheClusterFallsApart(@TempDir Path temporary) throws Exception {
        folder = temporary;
        assumeTrue(Program.isThere(), "needs the program: mvn -pl acceptance-spark -am package");
        program = new Program(folder);
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")));
        cluster.startWorker();
        cluster.startWorker();
        project();

        run = program.start("run", "--project", project.toString(), "--parallel", "1");

        takeAMachineAwayWithNotice(gate("notice"));
        killAnExecutor(gate("executor"));
        killAWorker(gate("worker"));
        killTheDriver(gate("driver"));
        outcome = run.await();
    }

    @AfterAll
    void stopTheCluster() {
        if (run != null) {
            run.process().destroyForcibly();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private void project() throws IOException {
        project = Files.createDirectory(folder.resolve("shop"));
        Files.createDirectory(folder.resolve("events"));
        Files.createDirectories(project.resolve("assets/shop"));
        Path jar = folder.resolve("gate.jar");
        ClassJar.write(jar, Gate.class);
        Files.writeString(
                project.resolve("daybreak.yaml"),
                """
                name: shop
                engine:
                  spark:
                    master: %s
                    conf:
                      spark.jars: %s
                      spark.executor.memory: 512m
                      spark.cores.max: 2
                      spark.scheduler.minRegisteredResourcesRatio: 1.0
                      spark.scheduler.maxRegisteredResourcesWaitingTime: 120s
                      spark.task.maxFailures: 2
                      spark.storage.decommission.replicationReattemptInterval: 1s
                      spark.eventLog.enabled: true
                      spark.eventLog.compress: false
                      spark.eventLog.rolling.enabled: false
                      spark.eventLog.dir: file:%s
                """
                        .formatted(cluster.master(), jar, folder.resolve("events")));
        table("calm", "", "", "SELECT id, CONCAT('row ', CAST(id AS STRING)) AS label FROM range(200)");
        String before = "calm";
        for (String table : DISTURBED) {
            gatedTable(table, before);
            before = table;
        }
        table(
                "greedy",
                before,
                "retries: {most: 0}",
                "SELECT id, CAST(size(sequence(1, 100000000 + id)) AS STRING) AS label FROM shop." + before);
    }

    private void gatedTable(String name, String before) throws IOException {
        Files.createDirectory(gate(name).folder());
        table(
                name,
                before,
                "",
                """
                SELECT id, label
                FROM (SELECT /*+ REPARTITION(%d, id) */ id, label FROM shop.%s) AS spread
                WHERE %s
                """
                        .formatted(TASKS, before, gate(name).condition()));
    }

    private void table(String name, String before, String header, String sql) throws IOException {
        Files.writeString(
                project.resolve("assets/shop/" + name + ".sql"),
                """
                /*---
                dialect: spark
                columns: {id: long, label: string}
                inputs: {%s}
                %s
                ---*/
                %s
                """
                        .formatted(before.isEmpty() ? "" : "shop." + before + ": {}", header, sql));
    }

    private Gate gate(String table) {
        return new Gate(folder.resolve("gate-" + table));
    }

    /**
     * Of two executors at work, the one that holds what the stage reads. The other is let on only when an executor that came later has
     * the last task, and so has read what was moved.
     */
    private void takeAMachineAwayWithNotice(Gate gate) throws Exception {
        gate.awaitWaiting(2);
        events = Awaiting.something("the log of a driver", () -> EventLog.find(folder.resolve("events")));
        warned = Awaiting.something("an executor that holds the shuffle", () -> events.lastToShuffle());
        ProcessHandle executor = cluster.executor(events.application(), warned);
        ProcessHandle worker = executor.parent().orElseThrow();
        new ProcessBuilder("kill", "-PWR", Long.toString(worker.pid())).start().waitFor();
        // Its driver knows by then, and gives it no more to do.
        Awaiting.something("a shuffle that is moved", () -> Optional.of(cluster.log(events.application(), warned))
                .filter(log -> MOVED.matcher(log).find()));
        gate.open(executor);
        executor.onExit().join();
        end(worker);
        cluster.startWorker();
        gate.awaitWaiting(2);
        gate.open();
    }

    private void killAnExecutor(Gate gate) throws IOException {
        end(gate.awaitWaiting(1).get(0));
        gate.open();
    }

    /** Its executor ends with it. */
    private void killAWorker(Gate gate) throws IOException {
        ProcessHandle executor = gate.awaitWaiting(1).get(0);
        end(executor.parent().orElseThrow());
        executor.onExit().join();
        cluster.startWorker();
        gate.open();
    }

    private void killTheDriver(Gate gate) throws IOException {
        gate.awaitWaiting(1);
        end(run.process()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("ConnectServer"))
                .findFirst()
                .orElseThrow());
        gate.open();
    }

    private static void end(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    @Test
    void haveTheRowsOfTheTableThatWasComputedInPeace() throws Exception {
        String counts = DISTURBED.stream()
                .map(table -> "SELECT '" + table
                        + "' AS name, COUNT(*) AS n, COUNT(DISTINCT t.id) AS ids,"
                        + " SUM(CASE WHEN t.label = c.label THEN 1 ELSE 0 END) AS same FROM shop."
                        + table + " AS t LEFT JOIN shop.calm AS c ON t.id = c.id")
                .collect(Collectors.joining(" UNION ALL "));

        Program.Outcome query = program.on(project, "query", "--engine", "duckdb", counts + " ORDER BY name");

        assertThat(query.json().get("rows"))
                .as(query.said())
                .hasToString(DISTURBED.stream()
                        .sorted()
                        .map(table -> "[\"" + table + "\",200,200,200]")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"calm", "notice", "executor", "worker", "driver"})
    void publishesOnce(String table) throws IOException {
        try (Stream<Path> files = Files.list(project.resolve(".daybreak/lake/warehouse/shop/" + table + "/metadata"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow();
            assertThat(new ObjectMapper().readTree(newest.toFile()).get("snapshots"))
                    .hasSize(1);
        }
    }

    @Test
    void losesNoStageWhenAMachineIsTakenAwayWithNotice() throws IOException {
        int reducing = events.stages(TASKS).get(0);

        assertThat(events.triedAgain()).noneMatch(stage -> stage <= reducing);
        assertThat(events.ends(reducing)).containsExactly(Map.entry("Success", TASKS));
    }

    @Test
    void losesTasksWithAnExecutorAndAWorkerThatAreKilled() throws IOException {
        List<Integer> stages = events.stages(TASKS);

        assertThat(events.ends(stages.get(1))).as("with an executor").containsKey("ExecutorLostFailure");
        assertThat(events.ends(stages.get(2))).as("with a worker").containsKey("ExecutorLostFailure");
    }

    @Test
    void startsADriverAnewThatIsKilled() throws IOException {
        assertThat(outcome.said())
                .contains("retry  shop.driver")
                .contains("the server of Spark has ended, with status 137");
        try (Stream<Path> applications = Files.list(folder.resolve("events"))) {
            assertThat(applications).hasSize(2);
        }
    }

    @Test
    void saysWhatToRaiseWhenAnExecutorRunsOutOfMemory() {
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().at("/steps/succeeded").asInt())
                .as(outcome.said())
                .isEqualTo(5);
        JsonNode error = outcome.json().at("/errors/0");
        assertThat(error.get("asset").asText()).isEqualTo("shop.greedy");
        assertThat(error.get("code").asText()).isEqualTo("OUT_OF_RESOURCES");
        assertThat(error.get("message").asText()).contains("a process of Spark ran out of memory");
        assertThat(error.get("mend").asText())
                .startsWith("Raise 'spark.executor.memory' under 'conf' of 'engine' in daybreak.yaml (now 512m)");
    }
}
