package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Maintenance is killed (SIGKILL) at named points and at random times: readers see every row once right away, nothing becomes stale, and
 * the same again leaves no orphan. {@code -Dmaintenance.kills=50} kills at that many random times.
 */
class MaintenanceCrashTest {
    private static final int KILLS = Integer.getInteger("maintenance.kills", 2);
    private static final long SEED = 20250301;
    private static final int DAYS = 8;

    @TempDir
    private Path folder;

    private CommandLineProject project;
    private int files;

    @BeforeEach
    void writeProject() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nstart: 2025-03-01\nend: 2025-03-09\n");
        project.file(
                "sources/sales.yaml",
                """
                files: {path: data/*.csv, format: csv}
                columns: {day: date, amount: long}
                partition: {column: day, every: day}
                """);
        project.table(
                "shop.daily",
                "partition: {column: day, every: day}",
                "SELECT day, SUM(amount) AS amount FROM raw.sales WHERE day >= :start AND day < :end GROUP BY day");
    }

    /** Brings in one more file, which leaves one more small file in each day. */
    private void bringIn() {
        StringBuilder text = new StringBuilder("day,amount\n");
        for (int i = 0; i < DAYS; i++) {
            text.append(LocalDate.parse("2025-03-01").plusDays(i))
                    .append(',')
                    .append(++files)
                    .append('\n');
        }
        project.file("data/" + files + ".csv", text.toString());
        Outcome run = project.run("run");
        assertThat(run.status()).as(run.said()).isZero();
    }

    private ChildProcess maintain(List<String> options) throws IOException {
        return ChildProcess.start(
                folder.resolve("out"),
                LateMaintenance.class.getName(),
                options,
                project.folder().toString());
    }

    private void assertMended(LakeState before) throws IOException {
        assertThat(LakeState.of(project.folder()).rows())
                .as("right after the kill")
                .isEqualTo(before.rows());
        assertNothingIsStale();

        LateMaintenance.run(project.folder());

        assertThat(LakeState.of(project.folder())).isEqualTo(before);
        assertNothingIsStale();
    }

    private void assertNothingIsStale() {
        assertThat(project.run("plan").said()).contains("Everything is up to date.");
    }

    @ParameterizedTest(name = "killed at {0}, the {1}. time it is reached")
    @CsvSource({
        "MID_WRITE, 5",
        "BEFORE_COMMIT, 1",
        "AFTER_COMMIT, 1",
        "MID_EXPIRY, 9",
        "MID_CLEANING, 1",
    })
    void killedAtAPointLosesNothing(Failpoint point, int time) throws Exception {
        bringIn();
        bringIn();
        LakeState before = LakeState.of(project.folder());
        project.file(".daybreak/lake/warehouse/raw/sales/data/dead-1_x.parquet", "left by one that died");
        Path reached = folder.resolve("reached");
        ChildProcess run =
                maintain(List.of("-Ddaybreak.failpoint=" + point + ":" + time, "-Ddaybreak.failpoint-file=" + reached));
        assertThat(run.waitForFile(reached))
                .as("point was reached; " + run.output())
                .isTrue();

        run.kill();

        assertMended(before);
    }

    @Test
    void killedAtRandomTimesLosesNothing() throws Exception {
        Random random = new Random(SEED);
        bringIn();
        bringIn();
        long start = System.nanoTime();
        assertThat(maintain(List.of()).exitStatus()).isZero();
        long fullMillis = (System.nanoTime() - start) / 1_000_000;
        long longestMillis = fullMillis;
        int killed = 0;
        int completed = 0;
        while (killed < KILLS) {
            bringIn();
            bringIn();
            LakeState before = LakeState.of(project.folder());
            long begin = System.nanoTime();
            ChildProcess run = maintain(List.of());
            if (run.runFor(longestMillis / 4 + random.nextInt((int) longestMillis * 3 / 4))) {
                run.kill();
                killed++;
            } else {
                assertThat(run.exitStatus()).as(run.output()).isZero();
                completed++;
                // The undisturbed run may have been slow: beside other tests, or as the first.
                longestMillis = Math.min(longestMillis, (System.nanoTime() - begin) / 1_000_000);
            }
            assertMended(before);
        }

        System.out.printf(
                "Maintenance killed %d times at random (%d ended before their kill), undisturbed %d ms; every row there once, nothing"
                        + " stale, no orphan.%n",
                killed, completed, fullMillis);
    }
}
