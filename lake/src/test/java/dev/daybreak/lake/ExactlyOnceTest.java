package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.LakeTable.Published;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactlyOnceTest {
    private static final int COMMITS = 40;

    @TempDir
    Path folder;

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private LakeTable brokenTable(String state, int breaks) {
        AtomicInteger left = new AtomicInteger(breaks);
        return Lakes.open(folder, properties -> new BrokenConnections(properties, state, left))
                .find(KEY)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {BrokenConnections.CONNECTION_LOST, BrokenConnections.OTHER})
    void aCommitThatSucceedsButReportsFailureHappensOnce(String state) {
        TestTable test = TestTable.daily(folder);
        LakeTable broken = brokenTable(state, 1);

        Published published = broken.publish(test.stage("a-1", clicks("2025-03-01", 3)), List.of(), UTC, guard("a"));

        assertThat(published.repeated()).isFalse();
        assertThat(test.steps()).containsExactly("a");
        assertThat(test.rows()).as("its manifests are all there").hasSize(3);
        test.publishDay("b", "2025-03-02", 2);
        assertThat(test.rows()).hasSize(5);
    }

    @Test
    void aBrokenCommitOfAReplacementHappensOnceToo() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 5);
        LakeTable broken = brokenTable(BrokenConnections.CONNECTION_LOST, 1);

        Published published =
                broken.publish(test.stage("b-1", clicks("2025-03-01", 2)), List.of(day("2025-03-01")), UTC, guard("b"));

        assertThat(published.repeated()).isFalse();
        assertThat(test.steps()).containsExactly("b", "a");
        assertThat(test.rows()).hasSize(2);
    }

    @Test
    void oneStepPublishedByManyAtOnceIsOneSnapshot() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<Callable<Published>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String attempt = "a-" + i;
            List<WrittenFile> files = test.stage(attempt, clicks("2025-03-01", 3));
            calls.add(() -> test.table.publish(files, List.of(), UTC, guard("a", attempt)));
        }

        List<Published> published = atOnce(calls);

        assertThat(published)
                .extracting(Published::snapshot)
                .containsOnly(published.get(0).snapshot());
        assertThat(published).extracting(Published::repeated).containsOnlyOnce(false);
        assertThat(test.steps()).containsExactly("a");
        assertThat(test.rows()).hasSize(3);
        assertThat(test.table.orphans()).as("files of those who lost").isEmpty();
    }

    @Test
    void publishesOfDifferentPartitionsAllGetIn() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<Callable<Published>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String day = LocalDate.parse("2025-03-01").plusDays(i).toString();
            List<WrittenFile> files = test.stage("s" + i + "-1", clicks(day, 2));
            String step = "s" + i;
            calls.add(() -> test.table.publish(files, List.of(day(day)), UTC, guard(step)));
        }

        assertThat(atOnce(calls)).extracting(Published::repeated).containsOnly(false);

        assertThat(test.rows()).hasSize(12);
        assertThat(test.steps()).hasSize(6);
    }

    @Test
    void publishesOfTheSamePartitionNeverMix() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<Callable<Published>> calls = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            List<WrittenFile> files = test.stage("s" + i + "-1", clicks("2025-03-01", i));
            String step = "s" + i;
            calls.add(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, guard(step)));
        }

        atOnce(calls);

        int newest = Integer.parseInt(test.steps().get(0).substring(1));
        assertThat(test.rows()).hasSize(newest);
    }

    @Test
    void anAttemptThatLosesItsClaimWhileItCommitsIsRefused() {
        TestTable test = TestTable.daily(folder);
        List<WrittenFile> late = test.stage("late-1", clicks("2025-03-01", 9));
        AtomicBoolean isFirstTry = new AtomicBoolean(true);
        PublishGuard guard = new PublishGuard("late", "late-1", 1, "run-1", "f00d", () -> {
            if (isFirstTry.compareAndSet(true, false)) {
                // The newer attempt gets in between this try and its commit, so the commit is tried again.
                test.publishDay("newer", "2025-03-01", 2);
                return true;
            }
            return false;
        });

        assertThatThrownBy(() -> test.table.publish(late, List.of(day("2025-03-01")), UTC, guard))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));

        assertThat(test.steps()).containsExactly("newer");
        assertThat(test.rows()).hasSize(2);
        assertThat(test.table.discard("late-1")).isEqualTo(1);
    }

    @Test
    void twoProcessesThatAppendTheSameStepsMakeEachOnce() throws Exception {
        TestTable test = TestTable.daily(folder);
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("p", "q")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            Lakes.option(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Appender.class.getName(),
                            folder.toString(),
                            name)
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }

        assertThat(test.steps()).hasSize(Appender.STEPS).doesNotHaveDuplicates();
        assertThat(test.rows()).hasSize(Appender.STEPS * 2);
    }

    /** What each of the two processes runs. */
    static final class Appender {
        static final int STEPS = 10;

        private Appender() {}

        public static void main(String[] arguments) {
            try (Lake lake = Lakes.open(Path.of(arguments[0]))) {
                TestTable test = new TestTable(Path.of(arguments[0]), lake, TestTable.dailyLayout());
                for (int i = 0; i < STEPS; i++) {
                    String attempt = "s" + i + "-" + arguments[1];
                    List<WrittenFile> files = test.stage(attempt, clicks("2025-03-01", 2));
                    test.table.publish(files, List.of(), UTC, guard("s" + i, attempt));
                }
            }
        }
    }

    @Test
    void manyCommitsFollowEachOther() {
        TestTable test = TestTable.daily(folder);
        for (int i = 0; i < COMMITS; i++) {
            String day = LocalDate.parse("2025-01-01").plusDays(i).toString();
            List<WrittenFile> files = test.stage("s" + i + "-1", clicks(day, 1));
            test.table.publish(files, List.of(day(day)), UTC, guard("s" + i));
        }

        assertThat(test.table.slices(UTC)).hasSize(COMMITS);
        assertThat(test.table.history()).hasSize(COMMITS);
    }
}
