package dev.daybreak.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars of the engine for Spark are built when they are first needed. */
class SparkJarsTest {
    @TempDir
    private Path folder;

    private Path client;

    @BeforeEach
    void nameFolder() {
        client = folder.resolve("target/dist/lib");
    }

    private SparkJars jars(String script) {
        return new SparkJars(
                client, folder, folder, Optional.of(new SparkJars.Build(folder, List.of("sh", "-c", script))));
    }

    @Test
    void buildsThemOnce() throws Exception {
        SparkJars jars = jars(
                "echo built >> builds; mkdir -p target/dist/lib; touch target/dist/lib/daybreak-engine-spark-1.jar");

        jars.require();
        jars.require();

        assertThat(jars.areThere()).isTrue();
        assertThat(folder.resolve("builds")).hasContent("built");
    }

    /** As a build leaves it that was killed. */
    @Test
    void buildsThemIfTheEngineItselfIsMissing() throws Exception {
        Files.createDirectories(client);
        Files.createFile(client.resolve("scala-library.jar"));

        jars("touch target/dist/lib/daybreak-engine-spark-1.jar").require();

        assertThat(client.resolve("daybreak-engine-spark-1.jar")).exists();
    }

    @Test
    void tellsABuildThatFails() {
        assertThatThrownBy(() -> jars("exit 3").require())
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("Cannot start Spark: its jars are not in '" + client
                        + "', and they cannot be built: 'sh -c exit 3' ended with status 3 in '" + folder + "'.");
    }

    @Test
    void saysHowToBuildThemWhereTheLauncherDoesNot() {
        assertThatThrownBy(() -> new SparkJars(client, folder, folder, Optional.empty()).require())
                .isInstanceOfSatisfying(DaybreakException.class, e -> assertThat(e.mend())
                        .isEqualTo(
                                "Build them in a checkout: mvn -q -pl engine-spark-training -am package -DskipTests"))
                .hasMessage("Cannot start Spark: its jars are not in '" + client + "'.");
    }
}
