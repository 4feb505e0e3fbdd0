package dev.daybreak.orchestration.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.FolderTables;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers and three workers, one of which is killed (SIGKILL) at each of many random moments and started again, while hundreds of runs
 * become due. Set {@code -Dstorm.kills=200} and {@code -Dstorm.runs=500} for the long form.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 8);
    private static final int RUNS = Integer.getInteger("storm.runs", 100);
    private static final List<String> ROLES = List.of("scheduler", "scheduler", "worker", "worker", "worker");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    /** Decides where the metadata is kept. */
    void keep() throws IOException {
        database().keep(folder);
    }

    /** What goes wrong besides the kill that has just been. */
    void disturb(int kill) throws Exception {}

    @AfterEach
    void killAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void noRunIsLostAndNoneIsDoneTwiceWhoeverIsKilled() throws Exception {
        keep();
        StormProcess.setClock(folder, StormProcess.BEGIN);
        long began = System.nanoTime();
        try (Store store = TestDatabase.open(folder)) {
            for (String role : ROLES) {
                processes.add(start(role));
            }
            Random random = new Random(4);
            int hour = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                hour = RUNS * (kill + 1) / KILLS;
                StormProcess.setClock(folder, StormProcess.BEGIN.plus(Duration.ofHours(hour)));
                int victim = random.nextInt(ROLES.size());
                processes.get(victim).waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
                assertThat(processes).as("nobody ends by themselves").allMatch(Process::isAlive);
                processes.get(victim).destroyForcibly().waitFor();
                processes.set(victim, start(ROLES.get(victim)));
                disturb(kill);
            }
            History history = new History(store);
            await(history, runs -> runs.size() == RUNS && runs.stream().noneMatch(StormTest::isOpen));

            List<RunRecord> runs = history.runs(RUNS + 1);
            assertThat(runs).hasSize(RUNS);
            assertThat(runs.stream().filter(run -> run.state() != RunState.SUCCEEDED))
                    .extracting(run -> run.state() + " " + history.steps(run.id()) + " " + history.attempts(run.id()))
                    .isEmpty();
            assertThat(runs).extracting(RunRecord::words).doesNotHaveDuplicates();
            List<FolderTables.Line> lines = new FolderTables(folder.resolve("tables")).lines(StormProcess.HOURS);
            assertThat(lines).hasSize(RUNS);
            assertThat(lines.stream().flatMap(line -> line.versions().keySet().stream()))
                    .hasSize(RUNS)
                    .doesNotHaveDuplicates();
        }
        System.out.printf(
                "Storm on %s: %d kills among 2 schedulers and 3 workers in %d s; %d runs due, all succeeded, each published once.%n",
                this, KILLS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), RUNS);
    }

    @Override
    public String toString() {
        return database().toString();
    }

    private static boolean isOpen(RunRecord run) {
        return run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
    }

    private void await(History history, Predicate<List<RunRecord>> wanted) throws InterruptedException {
        while (!wanted.test(history.runs(RUNS + 1))) {
            assertThat(processes.get(0).waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private Process start(String role) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StormProcess.class.getName(),
                        role,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(role + ".log").toFile()))
                .start();
    }
}
