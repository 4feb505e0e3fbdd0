package dev.daybreak.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines whose jars are not on the class path. */
class EngineLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void saysHowToBuildAnEngineWhoseJarsAreNotThere() {
        assertThatThrownBy(() -> EngineLoader.load(folder.resolve("none"), "spark"))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot start engine 'spark': its jars are not in '" + folder.resolve("none") + "'.")
                .satisfies(e -> assertThat(((DaybreakException) e).mend())
                        .isEqualTo("Build them in the checkout: mvn -q -pl engine-spark -am package -DskipTests"));
    }

    @Test
    void saysTheSameOfAFolderWithoutTheEngine() {
        assertThatThrownBy(() -> EngineLoader.load(folder, "spark"))
                .isInstanceOf(DaybreakException.class)
                .hasMessageStartingWith("Cannot start engine 'spark': its jars are not in");
    }

    @Test
    void keepsSparkOutOfTheClassPath() {
        assertThatThrownBy(() -> Class.forName("org.apache.spark.sql.SparkSession"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
