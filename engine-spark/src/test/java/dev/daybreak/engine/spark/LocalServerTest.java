package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's process: how it starts, why it does not, and that it does not outlive its parent. */
class LocalServerTest {
    @TempDir
    private Path folder;

    @Test
    void saysHowToGetTheServer() {
        assertThatThrownBy(() -> LocalServer.start(folder.resolve("none"), 1L << 30, 2, folder))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot start Spark: there is no folder '" + folder.resolve("none")
                        + "' with the jars of its server.");
    }

    @Test
    void tellsTheEndOfItsLogWhenItDoesNotStart() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("jars"));

        assertThatThrownBy(() -> LocalServer.start(empty, 1L << 30, 2, folder))
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

    /** A process that starts a server, says which, and waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            LocalServer.start(Path.of(arguments[1]), 1L << 30, 1, folder);
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            System.in.read();
        }
    }
}
