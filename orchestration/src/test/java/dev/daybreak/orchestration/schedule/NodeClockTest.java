package dev.daybreak.orchestration.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.AttemptState;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.FolderTables;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F11: schedulers and workers on PostgreSQL whose hosts' clocks are ten minutes slow, or fast. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NodeClockTest {
    private static final Duration OFF = Duration.ofMinutes(10);
    private static final int HOURS = 18;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void wrongClocksOfHostsMakeNoRunEarlyOrMissedAndNoLivingWorkerDead() throws Exception {
        TestDatabase.POSTGRES.keep(folder);
        try (Store store = TestDatabase.open(folder)) {
            // The next run is due before a clock that is fast by ten minutes would have it.
            Instant next = store.now().truncatedTo(ChronoUnit.MINUTES).plus(OFF.dividedBy(2));
            Instant begin = next.minus(Duration.ofHours(HOURS + 1L));
            String cron = next.atOffset(ZoneOffset.UTC).getMinute() + " * * * *";
            start("scheduler", OFF.negated(), cron, begin);
            start("scheduler", OFF, cron, begin);
            for (Duration off : List.of(OFF.negated(), Duration.ZERO, OFF)) {
                start("worker", off, cron, begin);
            }
            History history = new History(store);
            while (history.runs(HOURS * 2).size() < HOURS || isAnyOpen(history)) {
                assertThat(processes.get(0).waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(processes).allMatch(Process::isAlive);

            List<RunRecord> runs = history.runs(HOURS * 2);
            assertThat(store.now())
                    .as("the test took minutes, and the next run was due")
                    .isBefore(next);
            assertThat(runs).hasSize(HOURS).allMatch(run -> run.state() == RunState.SUCCEEDED);
            assertThat(history.attempts(NodeClockProcess.TABLE, HOURS * 2))
                    .as("no attempt was taken for dead")
                    .hasSize(HOURS)
                    .extracting(AttemptRecord::state)
                    .containsOnly(AttemptState.SUCCEEDED);
            List<FolderTables.Line> lines = new FolderTables(folder.resolve("tables")).lines(NodeClockProcess.TABLE);
            assertThat(lines.stream().flatMap(line -> line.versions().keySet().stream()))
                    .hasSize(HOURS)
                    .doesNotHaveDuplicates();
            assertThat(minutesOffInLogs(store.now()))
                    .as("the clocks were wrong")
                    .contains(-1L, 0L, 1L);
        }
        System.out.printf(
                "Clocks of hosts 10 minutes slow and fast: %d runs, none early, missed or double; no attempt taken for dead.%n",
                HOURS);
    }

    private static boolean isAnyOpen(History history) {
        return history.runs(HOURS * 2).stream()
                .anyMatch(run -> run.state() == RunState.QUEUED || run.state() == RunState.RUNNING);
    }

    /** How far attempts' logs, which tell the time of their host, are from now, in tens of minutes. */
    private List<Long> minutesOffInLogs(Instant now) throws IOException {
        List<Long> off = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("logs"))) {
            for (Path log : files.filter(Files::isRegularFile).toList()) {
                String first = Files.readAllLines(log).get(0);
                long seconds = Duration.between(now, Instant.parse(first.substring(0, first.indexOf(' '))))
                        .toSeconds();
                off.add(Math.round(seconds / (double) OFF.toSeconds()));
            }
        }
        return off;
    }

    private void start(String role, Duration off, String cron, Instant begin) throws IOException {
        processes.add(new ProcessBuilder(ChildCommand.of(
                        NodeClockProcess.class,
                        List.of(MovedClock.option(folder, off)),
                        role,
                        folder.toString(),
                        cron,
                        begin.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(role + ".log").toFile()))
                .start());
    }
}
