package dev.daybreak.pipelines.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.fault.Failpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is killed at each point of the way of a step, and another goes on. */
@Timeout(120)
class KilledStepTest {
    @TempDir
    Path folder;

    /** Runs the pipeline of a folder; killed on the way. */
    static final class Killed {
        public static void main(String[] folder) {
            try (Bench bench = new Bench(Path.of(folder[0]))) {
                bench.run("nightly");
            }
        }
    }

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_CLAIM", "BEFORE_COMMIT", "INSIDE_COMMIT", "AFTER_COMMIT", "BEFORE_RECORD"})
    void aStepPublishesItsValueOnce(Failpoint point) throws Exception {
        Path reached = folder.resolve("reached");
        database().keep(folder);
        try (Bench bench = new Bench(folder)) {
            bench.project.daily(
                    "Nightly",
                    "pipeline.step(\"one\", step -> { note(step, \"one\"); return 1; }).thenDo(\"two\", (step, one) -> note(step, \"two\"));");
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-Ddaybreak.failpoint=" + point + ":1",
                            "-Ddaybreak.failpoint-file=" + reached,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Killed.class.getName(),
                            folder.toString())
                    .inheritIO()
                    .start();
            while (!Files.exists(reached) && process.isAlive()) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().waitFor();

            RunResult result = bench.run("nightly");

            assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
            List<StepValues.Kept> kept = new StepValues(bench.store).all(AssetKey.parse("nightly.one"));
            assertThat(kept).hasSize(1);
            assertThat(bench.history.materializations(AssetKey.parse("nightly.one"), 10))
                    .hasSize(1);
            boolean isPublished = point == Failpoint.AFTER_COMMIT || point == Failpoint.BEFORE_RECORD;
            assertThat(result.succeeded()).isEqualTo(isPublished ? 1 : 2);
            assertThat(bench.notes()).endsWith("two");
        }
    }
}
