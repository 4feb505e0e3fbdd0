package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.Session;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's process: how it starts, why it does not, and that it does not outlive its parent. */
class LocalServerTest {
    @TempDir
    private Path folder;

    @Test
    void saysHowToGetTheServer() {
        assertThatThrownBy(() -> LocalServer.start(options(folder.resolve("none")), folder))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot start Spark: there is no folder '" + folder.resolve("none")
                        + "' with the jars of its server.");
    }

    @Test
    void tellsTheEndOfItsLogWhenItDoesNotStart() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("jars"));

        assertThatThrownBy(() -> LocalServer.start(options(empty), folder))
                .isInstanceOf(DaybreakException.class)
                .hasMessageStartingWith("Cannot start Spark: its process ended with status 1. Its log ends with:\n")
                .hasMessageContaining("org.apache.spark.deploy.SparkSubmit");
    }

    @Test
    void endsWithItsParentEvenIfThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString(),
                        LocalSpark.jars().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(parent.inputReader().readLine()))
                .orElseThrow();
        assertThat(server.isAlive()).isTrue();

        parent.destroyForcibly();

        server.onExit().get(1, TimeUnit.MINUTES);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void failsWhatRunsWhenTheServerIsKilledAndStartsItAnew() throws Exception {
        try (SparkEngine engine = SparkEngine.open(LocalSpark.options(folder));
                Session session = engine.open(ZoneOffset.UTC)) {
            ProcessHandle server = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains("-Djava.io.tmpdir=" + folder))
                    .findFirst()
                    .orElseThrow();
            CompletableFuture<Throwable> failure =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> session.query(
                                    "SELECT COUNT(*) AS n FROM range(10000000000) AS a CROSS JOIN range(1000) AS b WHERE a.id % 7 = b.id")
                            .next()));

            server.destroyForcibly();

            assertThat(failure.get(1, TimeUnit.MINUTES))
                    .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                    .hasMessage("Cannot run the query: the server of Spark has ended, with status 137.");
            try (Session next = engine.open(ZoneOffset.UTC)) {
                assertThat(next.describe("SELECT 1 AS x").names()).containsExactly("x");
            }
        }
    }

    private EngineProvider.Options options(Path jars) {
        return new EngineProvider.Options(new Spark.Local(), jars, 1L << 30, 2, folder);
    }

    /** A process that starts a server, says which, and waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            LocalServer.start(
                    new EngineProvider.Options(new Spark.Local(), Path.of(arguments[1]), 1L << 30, 1, folder), folder);
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            System.in.read();
        }
    }
}
