package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * A run on a real cluster whose parts die while it computes. Each of its tables reads the one before and holds the same rows, which tasks
 * that wait at every row hand on: while some of them are at work, one part is killed. The first table is computed in peace.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {
    private static final int TASKS = 8;

    private Path folder;
    private StandaloneCluster cluster;
    private Program program;
    private Path project;
    private Program.Outcome outcome;
    private DriverApi api;
    private String application;
    private int reducing;
    private DriverApi.Executor warned;

    @BeforeAll
    void runWhileTheClusterFallsApart(@TempDir Path temporary) throws Exception {
        folder = temporary;
        assumeTrue(
                Boolean.getBoolean("cluster.faults"),
                "takes minutes of a quiet machine: mvn -pl engine-spark -am verify -Dcluster.faults=true");
        assumeTrue(Program.isThere(), "needs the program: mvn -pl cli -am package");
        program = new Program(folder);
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")));
        cluster.startWorker();
        cluster.startWorker();
        int port = StandaloneCluster.freePort();
        api = new DriverApi(port);
        project(port);

        Program.Running run = program.start("run", "--project", project.toString(), "--parallel", "1");

        Awaiting.line(run.err(), "succeeded  shop.calm ");
        application = Awaiting.something("a driver", api::application);
        takeAMachineAwayWithNotice();
        Awaiting.line(run.err(), "succeeded  shop.notice ");
        DriverApi.Executor victim = working();
        assertThat(cluster.executor(application, victim.id()).destroyForcibly()).isTrue();
        Awaiting.line(run.err(), "succeeded  shop.executor ");
        ProcessHandle worker =
                cluster.executor(application, working().id()).parent().orElseThrow();
        assertThat(worker.destroyForcibly()).isTrue();
        cluster.startWorker();
        Awaiting.line(run.err(), "succeeded  shop.worker ");
        working();
        ProcessHandle driver = run.process()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("SparkConnectServer"))
                .findFirst()
                .orElseThrow();
        assertThat(driver.destroyForcibly()).isTrue();
        outcome = run.await();
    }

    @AfterAll
    void stopTheCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private void project(int port) throws IOException {
        project = Files.createDirectory(folder.resolve("shop"));
        Files.createDirectory(folder.resolve("events"));
        Files.createDirectories(project.resolve("assets/shop"));
        Files.writeString(
                project.resolve("daybreak.yaml"),
                """
                name: shop
                engine:
                  spark:
                    master: %s
                    conf:
                      spark.executor.memory: 512m
                      spark.cores.max: 2
                      spark.scheduler.minRegisteredResourcesRatio: 1.0
                      spark.scheduler.maxRegisteredResourcesWaitingTime: 120s
                      spark.task.maxFailures: 3
                      spark.ui.enabled: true
                      spark.ui.port: %d
                      spark.eventLog.enabled: true
                      spark.eventLog.compress: false
                      spark.eventLog.rolling.enabled: false
                      spark.eventLog.dir: file:%s
                """
                        .formatted(cluster.master(), port, folder.resolve("events")));
        table("calm", "", "", "SELECT id, CONCAT('row ', CAST(id AS STRING)) AS label FROM range(200)");
        slowTable("notice", "calm");
        slowTable("executor", "notice");
        slowTable("worker", "executor");
        slowTable("driver", "worker");
        table(
                "greedy",
                "driver",
                "retries: {most: 0}",
                "SELECT id, CAST(size(sequence(1, 100000000 + id)) AS STRING) AS label FROM shop.driver");
    }

    private void slowTable(String name, String before) throws IOException {
        table(
                name,
                before,
                "",
                """
                SELECT id, label
                FROM (SELECT /*+ REPARTITION(%d, id) */ id, label FROM shop.%s) AS spread
                WHERE java_method('java.lang.Thread', 'sleep', CAST(60 AS BIGINT)) = 'null'
                """
                        .formatted(TASKS, before));
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

    /** An executor that lives and has a task of the slow stage at work. */
    private DriverApi.Executor working() {
        return Awaiting.something(
                "an executor with a task of " + TASKS,
                () -> api.stage(application, TASKS).isEmpty()
                        ? Optional.empty()
                        : api.executors(application).stream()
                                .filter(executor -> executor.activeTasks() > 0)
                                .filter(executor -> !executor.id().equals(warned.id()))
                                .filter(executor -> cluster.findExecutor(application, executor.id())
                                        .isPresent())
                                .findFirst());
    }

    /** Of the executors at work, the one that holds what the slow stage reads. */
    private void takeAMachineAwayWithNotice() throws Exception {
        DriverApi.Stage stage = Awaiting.something(
                "a stage of " + TASKS + " tasks with both executors at work",
                () -> api.stage(application, TASKS).filter(found -> found.activeTasks() == 2));
        reducing = stage.id();
        warned = api.executors(application).stream()
                .max(Comparator.comparing(DriverApi.Executor::shuffleWritten))
                .orElseThrow();
        assertThat(warned.shuffleWritten()).isPositive();
        ProcessHandle executor = cluster.executor(application, warned.id());
        ProcessHandle worker = executor.parent().orElseThrow();
        new ProcessBuilder("kill", "-PWR", Long.toString(worker.pid())).start().waitFor();
        Awaiting.something("the end of the executor that was warned", () -> Optional.of(executor)
                .filter(process -> !process.isAlive()));
        assertThat(worker.destroyForcibly()).isTrue();
        cluster.startWorker();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notice", "executor", "worker", "driver"})
    void hasTheRowsOfTheTableThatWasComputedInPeace(String table) throws Exception {
        Program.Outcome query = program.run(
                "query",
                "--engine",
                "duckdb",
                "--project",
                project.toString(),
                "SELECT COUNT(*) AS n, COUNT(DISTINCT t.id) AS ids, SUM(CASE WHEN t.label = c.label THEN 1 ELSE 0 END) AS same"
                        + " FROM shop." + table + " AS t LEFT JOIN shop.calm AS c ON t.id = c.id");

        assertThat(query.json().get("rows")).as(query.said()).hasToString("[[200,200,200]]");
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
        List<JsonNode> events = events();
        int mapping = events.stream()
                .filter(event -> event.path("Event").asText().equals("SparkListenerStageCompleted"))
                .mapToInt(event -> event.at("/Stage Info/Stage ID").asInt())
                .filter(stage -> stage < reducing)
                .max()
                .orElseThrow();

        assertThat(events)
                .filteredOn(event -> event.path("Event").asText().equals("SparkListenerStageSubmitted"))
                .extracting(event -> event.at("/Stage Info"))
                .filteredOn(stage -> stage.get("Stage ID").asInt() >= mapping
                        && stage.get("Stage ID").asInt() <= reducing)
                .hasSize(2)
                .allSatisfy(stage ->
                        assertThat(stage.get("Stage Attempt ID").asInt()).isZero());
        assertThat(events)
                .filteredOn(event -> event.path("Event").asText().equals("SparkListenerTaskEnd")
                        && event.get("Stage ID").asInt() == reducing)
                .hasSize(TASKS)
                .allSatisfy(task ->
                        assertThat(task.at("/Task End Reason/Reason").asText()).isEqualTo("Success"));
        assertThat(cluster.log(application, warned.id())).containsPattern("Migrated .*shuffle_\\d+");
    }

    @Test
    void losesTasksWithAnExecutorAndAWorkerThatAreKilled() throws IOException {
        assertThat(events())
                .filteredOn(event -> event.path("Event").asText().equals("SparkListenerTaskEnd"))
                .filteredOn(
                        event -> event.at("/Task End Reason/Reason").asText().equals("ExecutorLostFailure"))
                .extracting(event -> event.get("Stage ID").asInt())
                .satisfies(stages -> assertThat(Set.copyOf(stages))
                        .as("stages that lost tasks")
                        .hasSizeGreaterThanOrEqualTo(2));
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

    /** What the first driver noted down until it was killed. */
    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("events"))) {
            Path log = files.filter(file -> file.getFileName().toString().startsWith(application))
                    .findFirst()
                    .orElseThrow();
            for (String line : Files.readAllLines(log)) {
                if (line.endsWith("}")) {
                    events.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return events;
    }
}
