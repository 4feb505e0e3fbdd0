package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process is killed (SIGKILL) while it runs the main job, at every named point of the way of one partition and at random
 * times, and run again: what then stands in the lake and the registry equals what an undisturbed run leaves.
 * {@code -Dcrash.kills=100} kills at that many random times, and at some points twice.
 */
class CrashTest {
    private static final int KILLS = Integer.getInteger("crash.kills", 2);
    private static final long SEED = 20230101;

    @TempDir
    private static Path folder;

    private static Path original;
    private static LakeState undisturbed;
    private static long fullMillis;

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        original = folder.resolve("original");
        SmallRecommender.write(original);
        Files.writeString(
                original.resolve("assets/features/last_clicks.sql"),
                """
                /*---
                partition: [{every: day}, {bucket: user_id, into: 4}]
                write: {merge: {key: user_id, update_when: batch.last_click > target.last_click}}
                stored_as: avro
                ---*/
                SELECT user_id, MAX(event_time) AS last_click, COUNT(*) AS clicks
                FROM raw.clicks
                GROUP BY user_id
                """);
        Path project = copy("undisturbed");
        long start = System.nanoTime();
        ChildProcess run = start(project, List.of());
        assertThat(run.exitStatus()).as(run.output()).isZero();
        fullMillis = (System.nanoTime() - start) / 1_000_000;
        undisturbed = LakeState.of(project);
        assertThat(undisturbed.faults()).isEmpty();
        assertThat(undisturbed.rows())
                .containsKeys("raw.clicks", "raw.users", "features.impressions", "features.last_clicks");
        assertThat(undisturbed.models()).hasSize(1);
    }

    static Stream<Arguments> places() {
        Stream<Arguments> each = Stream.of(
                Arguments.of(Failpoint.AFTER_CLAIM, 4),
                Arguments.of(Failpoint.MID_WRITE, 3),
                Arguments.of(Failpoint.BEFORE_COMMIT, 1),
                Arguments.of(Failpoint.INSIDE_COMMIT, 4),
                Arguments.of(Failpoint.AFTER_COMMIT, 2),
                Arguments.of(Failpoint.BEFORE_RECORD, 3),
                Arguments.of(Failpoint.AFTER_RECORD, 5));
        Stream<Arguments> again = Stream.of(
                Arguments.of(Failpoint.AFTER_CLAIM, 1),
                Arguments.of(Failpoint.BEFORE_COMMIT, 5),
                Arguments.of(Failpoint.AFTER_RECORD, 2));
        return KILLS < 100 ? each : Stream.concat(each, again);
    }

    @ParameterizedTest(name = "killed at {0}, the {1}. time it is reached")
    @MethodSource("places")
    void killedAtAPointAndRunAgainLeavesTheSame(Failpoint point, int time) throws Exception {
        Path project = copy(point + "-" + time);
        Path reached = folder.resolve(point + "-" + time + ".reached");
        ChildProcess run = start(
                project, List.of("-Ddaybreak.failpoint=" + point + ":" + time, "-Ddaybreak.failpoint-file=" + reached));
        assertThat(run.waitForFile(reached))
                .as("point was reached; " + run.output())
                .isTrue();
        run.kill();

        runAgain(project);

        assertThat(LakeState.of(project)).isEqualTo(undisturbed);
        delete(project);
    }

    @Test
    void killedAtRandomTimesAndRunAgainLeavesTheSame() throws Exception {
        Random random = new Random(SEED);
        int killed = 0;
        int completed = 0;
        int projects = 0;
        long longestMillis = fullMillis;
        while (killed < KILLS) {
            Path project = copy("random-" + projects++);
            boolean done = false;
            while (!done && killed < KILLS) {
                long start = System.nanoTime();
                ChildProcess run = start(project, List.of());
                if (run.runFor(200 + random.nextInt((int) longestMillis))) {
                    run.kill();
                    killed++;
                } else {
                    assertThat(run.exitStatus()).as(run.output()).isZero();
                    done = true;
                    completed++;
                    // The undisturbed run may have been slow: the first one to load its classes, or beside other tests.
                    longestMillis = Math.min(longestMillis, (System.nanoTime() - start) / 1_000_000);
                }
            }
            runAgain(project);
            assertThat(LakeState.of(project))
                    .as("project " + projects + " after kill " + killed)
                    .isEqualTo(undisturbed);
            delete(project);
        }

        System.out.printf(
                "Crash test: %d kills at random times in %d projects (%d runs ended before their kill), undisturbed run %d ms;"
                        + " every table equal row for row, no step published twice, no orphan, no model without its record.%n",
                killed, projects, completed, fullMillis);
    }

    private static ChildProcess start(Path project, List<String> options) throws IOException {
        Path output = folder.resolve(project.getFileName() + ".out");
        return ChildProcess.start(output, options, "run", "--project", project.toString(), "--parallel", "2");
    }

    /** Nobody kills it, so that it may run in this process, whose classes are loaded. */
    private static void runAgain(Path project) {
        CommandLineProject.Outcome again = new CommandLineProject(project).run("run", "--parallel", "2");
        assertThat(again.status()).as(again.said()).isZero();
    }

    private static Path copy(String name) throws IOException {
        Path target = folder.resolve(name);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(original.relativize(file).toString()));
            }
        }
        return target;
    }

    private static void delete(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
