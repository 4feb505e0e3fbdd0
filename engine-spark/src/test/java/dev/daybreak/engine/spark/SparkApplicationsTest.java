package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Application;
import dev.daybreak.engine.EngineProvider.Options;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications of Spark as processes: how they start, why they do not, and when they end. */
@Timeout(120)
class SparkApplicationsTest {
    @TempDir
    private Path folder;

    private Path jars;

    @BeforeEach
    void packagesAnApplication() throws IOException {
        jars = Files.createDirectory(folder.resolve("jars"));
        ClassJar.write(jars.resolve("said.jar"), Said.class);
    }

    /** Writes what it is told to say, with its process, and then ends, fails, or waits for ever. */
    public static final class Said {
        private Said() {}

        public static void main(String[] arguments) throws Exception {
            Path file = Path.of("said");
            Files.writeString(
                    Path.of("saying"),
                    arguments[0] + " " + ProcessHandle.current().pid());
            Files.move(Path.of("saying"), file);
            if (arguments[0].equals("fail")) {
                throw new IllegalStateException("no rows on Mondays");
            }
            if (arguments[0].equals("wait")) {
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    private Application application(String says) {
        return new Application("say it", "engine-spark-training", jars, Said.class.getName(), List.of(says), folder);
    }

    private static SparkApplications onThisMachine(Path folder) {
        return new SparkApplications(LocalSpark.options(folder));
    }

    private ProcessHandle process() throws Exception {
        while (!Files.exists(folder.resolve("said"))) {
            Thread.sleep(20);
        }
        String pid = Files.readString(folder.resolve("said")).split(" ")[1];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void runsAnApplicationToItsEnd() throws IOException {
        onThisMachine(folder).run(application("well"), () -> false);

        assertThat(folder.resolve("said")).content().startsWith("well ");
    }

    @Test
    void tellsTheEndOfTheLogOfOneThatFails() {
        assertThatThrownBy(() -> onThisMachine(folder).run(application("fail"), () -> false))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES))
                .hasMessageStartingWith(
                        "Cannot say it on Spark: the application ended with status 1. Its log ends with:\n")
                .hasMessageContaining("no rows on Mondays");
    }

    @Test
    void endsOneThatIsCancelled() throws Exception {
        assertThatThrownBy(() ->
                        onThisMachine(folder).run(application("wait"), () -> Files.exists(folder.resolve("said"))))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED))
                .hasMessage("Cannot say it on Spark: it was cancelled.");

        String pid = Files.readString(folder.resolve("said")).split(" ")[1];
        assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void endsWithItsParentEvenIfThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Droot.dir=" + System.getProperty("root.dir"),
                        Parent.class.getName(),
                        folder.toString()))
                .inheritIO()
                .start();
        ProcessHandle application = process();

        parent.destroyForcibly();

        application.onExit().get(1, TimeUnit.MINUTES);
        assertThat(application.isAlive()).isFalse();
    }

    /** A process that runs an application which waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            onThisMachine(folder)
                    .run(
                            new Application(
                                    "wait", "", folder.resolve("jars"), Said.class.getName(), List.of("wait"), folder),
                            () -> false);
        }
    }

    @Test
    void saysHowToGetJarsThatAreMissing() throws IOException {
        Files.delete(jars.resolve("said.jar"));

        assertThatThrownBy(() -> onThisMachine(folder).run(application("well"), () -> false))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(e.mend()).contains("mvn -q -pl engine-spark-training -am package -DskipTests");
                })
                .hasMessage("Cannot say it on Spark: there are no jars in '" + jars + "'.");
    }

    @Test
    void refusesAServerThatIsOnlyReachedThroughSparkConnect() {
        Options elsewhere = new Options(new Spark.Server("sc://far:15002"), LocalSpark.jars(), 1L << 30, 2, folder);

        assertThatThrownBy(() -> new SparkApplications(elsewhere).run(application("well"), () -> false))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE))
                .hasMessage("Cannot say it on Spark: 'sc://far:15002' is a Spark Connect server, which runs no"
                        + " applications.");
    }
}
