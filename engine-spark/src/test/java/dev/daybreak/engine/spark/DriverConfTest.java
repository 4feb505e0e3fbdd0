package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.engine.SparkConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver is started with. */
class DriverConfTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeJars() throws IOException {
        Files.createFile(folder.resolve("iceberg-spark-runtime-4.1_2.13-1.12.0.jar"));
        Files.createFile(folder.resolve("spark-core_2.13-4.1.2.jar"));
    }

    private Map<String, String> conf(String master, Map<String, String> said) {
        return DriverConf.of(new Spark.Master(master, new TreeMap<>(said)), folder, folder);
    }

    @Test
    void handsIcebergToExecutorsBesideTheProjectsOwnJars() {
        assertThat(conf("spark://127.0.0.1:7077", Map.of("spark.jars", "/opt/more.jar")))
                .containsEntry(
                        "spark.jars", folder.resolve("iceberg-spark-runtime-4.1_2.13-1.12.0.jar") + ",/opt/more.jar");
    }

    @Test
    void movesWhatAMachineHoldsBeforeItIsTakenAwayUnlessTheProjectSaysOtherwise() {
        assertThat(conf("spark://127.0.0.1:7077", Map.of("spark.storage.decommission.rddBlocks.enabled", "false")))
                .containsEntry("spark.decommission.enabled", "true")
                .containsEntry("spark.storage.decommission.enabled", "true")
                .containsEntry("spark.storage.decommission.shuffleBlocks.enabled", "true")
                .containsEntry("spark.storage.decommission.rddBlocks.enabled", "false");
    }

    @Test
    void listensOnTheLoopbackAddressOnlyIfTheMasterDoes() {
        assertThat(conf("spark://127.0.0.1:7077", Map.of())).containsEntry("spark.driver.host", "127.0.0.1");
        assertThat(conf("local[2]", Map.of())).containsEntry("spark.driver.bindAddress", "127.0.0.1");
        assertThat(conf("spark://192.0.2.7:7077", Map.of()))
                .doesNotContainKeys("spark.driver.host", "spark.driver.bindAddress");
        assertThat(conf("spark://127.0.0.1:7077", Map.of("spark.driver.host", "192.0.2.1")))
                .containsEntry("spark.driver.host", "192.0.2.1");
    }

    @Test
    void takesTheJarsOfSparkToYarn() {
        assertThat(conf("yarn", Map.of())).containsEntry("spark.yarn.jars", folder.toUri() + "*.jar");
    }

    /** Otherwise a project could set them and see no effect, or another meaning. */
    @Test
    void everySettingOfSessionsIsRefusedInProjects() {
        Set<String> keys = new HashSet<>(Connection.SETTINGS.keySet());
        keys.addAll(IcebergFolder.settings(folder).keySet());
        keys.add("spark.sql.session.timeZone");

        assertThat(keys)
                .allSatisfy(key -> assertThat(SparkConf.refusal(key)).as(key).isPresent());
    }
}
