package dev.daybreak.orchestration.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.OneRowTable;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two schedulers and three workers that are killed (SIGKILL) at every named point and at many random moments, one alone or a scheduler and a
 * worker together, and started again, while hundreds of runs become due, each of which appends a row to an Iceberg table. Set
 * {@code -Dstorm.kills=200} and {@code -Dstorm.runs=500} for the long form.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 5);
    private static final int RUNS = Integer.getInteger("storm.runs", 40);
    private static final boolean IS_LONG = KILLS > 6;
    private static final int FIRST_LOOKS = 20;
    /** So many looks are never waited for longer before more becomes due: 2 seconds. */
    private static final int MOST_LOOKS = 100;

    /** What no scheduler and no worker of a local lake comes by. */
    private static final Set<Failpoint> ELSEWHERE =
            EnumSet.of(Failpoint.MID_SEND, Failpoint.MID_EXPIRY, Failpoint.MID_CLEANING);

    private static final Set<Failpoint> OF_SCHEDULERS = EnumSet.of(Failpoint.INSIDE_QUEUE, Failpoint.AFTER_QUEUE);
    private static final List<String> ROLES = List.of("scheduler", "scheduler", "worker", "worker", "worker");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    /** How many have become due. */
    private int hours;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    /** Decides where the metadata is kept. */
    void keep() throws IOException {
        database().keep(folder);
    }

    /** Where one of them is killed before the random moments: in the short form, each point on one of the databases. */
    Set<Failpoint> points() {
        Set<Failpoint> points = EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE));
        if (IS_LONG) {
            return points;
        }
        List<Failpoint> all = List.copyOf(points);
        Set<Failpoint> every = EnumSet.noneOf(Failpoint.class);
        for (int i = database() == TestDatabase.SQLITE ? 0 : 1; i < all.size(); i += 2) {
            every.add(all.get(i));
        }
        return every;
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
    void noRowIsLostAndNoneIsDoubleWhoeverIsKilled() throws Exception {
        keep();
        moveTo(0);
        long began = System.nanoTime();
        try (Store store = TestDatabase.open(folder);
                PublishedRows rows = new PublishedRows(folder)) {
            for (String role : ROLES) {
                processes.add(start(role, List.of()));
            }
            for (Failpoint point : points()) {
                killAt(point);
            }
            killAtRandomMoments();
            History history = new History(store);
            await(history, runs -> runs.size() == hours && runs.stream().noneMatch(StormTest::isOpen));

            List<RunRecord> runs = history.runs(hours + 1);
            assertThat(runs).hasSize(hours);
            assertThat(runs.stream().filter(run -> run.state() != RunState.SUCCEEDED))
                    .extracting(run -> run.state() + " " + history.steps(run.id()) + " " + history.attempts(run.id()))
                    .isEmpty();
            assertThat(runs).extracting(RunRecord::words).doesNotHaveDuplicates();
            assertThat(rows.table.texts()).isEqualTo(everyHour());
            assertThat(rows.table.state()).isEqualTo(new OneRowTable.State(hours, 0));
        }
        System.out.printf(
                "Storm on %s: SIGKILL at each of %d named points and at %d random moments among 2 schedulers and 3 workers in %d s;"
                        + " %d runs due, all succeeded; %d rows, none lost, none double, no orphan.%n",
                this, points().size(), KILLS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), hours, hours);
    }

    private void moveTo(int hour) throws IOException {
        hours = hour;
        StormProcess.setClock(folder, StormProcess.BEGIN.plus(Duration.ofHours(hour)));
    }

    private List<String> everyHour() {
        return IntStream.range(0, hours)
                .mapToObj(
                        hour -> StormProcess.BEGIN.plus(Duration.ofHours(hour)).toString())
                .toList();
    }

    /** Lets more become due until one of them stands at the point, and kills it there. */
    private void killAt(Failpoint point) throws Exception {
        int victim = ROLES.indexOf(OF_SCHEDULERS.contains(point) ? "scheduler" : "worker");
        Path reached = folder.resolve(point + ".reached");
        kill(victim);
        processes.set(
                victim,
                start(
                        ROLES.get(victim),
                        List.of("-Ddaybreak.failpoint=" + point + ":1", "-Ddaybreak.failpoint-file=" + reached)));
        int next = 0;
        int more = 0;
        for (int look = 0; !Files.exists(reached); look++) {
            if (look == next) {
                // More and more at a time, since others take them too; more and more rarely, since a process may take
                // long to begin.
                more++;
                moveTo(hours + more);
                next = look + Math.min(look + FIRST_LOOKS, MOST_LOOKS);
            }
            assertThat(processes.get(victim).waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        replace(victim);
    }

    /** Of every three times one at a time twice, then a scheduler and a worker together. */
    private void killAtRandomMoments() throws Exception {
        Random random = new Random(4);
        int before = hours;
        for (int kill = 0; kill < KILLS; kill++) {
            moveTo(before + Math.max(0, RUNS - before) * (kill + 1) / KILLS);
            List<Integer> victims =
                    kill % 3 == 2 ? List.of(random.nextInt(2), 2 + random.nextInt(3)) : List.of(random.nextInt(5));
            processes.get(victims.get(0)).waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
            assertThat(processes).as("nobody ends by themselves").allMatch(Process::isAlive);
            for (int victim : victims) {
                processes.get(victim).destroyForcibly();
            }
            for (int victim : victims) {
                replace(victim);
            }
            disturb(kill);
        }
    }

    private void kill(int victim) throws InterruptedException {
        processes.get(victim).destroyForcibly().waitFor();
    }

    private void replace(int victim) throws Exception {
        kill(victim);
        processes.set(victim, start(ROLES.get(victim), List.of()));
    }

    @Override
    public String toString() {
        return database().toString();
    }

    private static boolean isOpen(RunRecord run) {
        return run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
    }

    private void await(History history, Predicate<List<RunRecord>> wanted) throws InterruptedException {
        while (!wanted.test(history.runs(hours + 1))) {
            assertThat(processes.get(0).waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private Process start(String role, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-Xmx128m");
        return new ProcessBuilder(ChildCommand.of(StormProcess.class, all, role, folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(role + ".log").toFile()))
                .start();
    }
}
