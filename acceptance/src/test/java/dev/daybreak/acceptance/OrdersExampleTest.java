package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with a pipeline in Java, as its README runs it. */
class OrdersExampleTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("root.dir"), "examples/orders");

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().contains(".daybreak"))
                    .toList()) {
                Path copy = folder.resolve(EXAMPLE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        project = new CommandLineProject(folder);
    }

    private static boolean isPythonThere() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void stepsOfThreeNightsAreDoneOnceAndWriteReports() throws IOException {
        assumeTrue(isPythonThere(), "there is no python3 on the PATH");
        assertThat(project.run("run", "+shop.daily").status()).isZero();

        Outcome first = project.run("run", "pipeline:nightly", "--json");
        Outcome second = project.run("run", "pipeline:nightly", "--json");

        assertThat(first.json().get("steps").toString()).isEqualTo("{\"succeeded\":24,\"skipped\":2,\"failed\":0}");
        assertThat(second.json().get("steps").get("succeeded").asInt()).isZero();
        assertThat(Files.readString(folder.resolve("reports/2025-03-01.txt")))
                .isEqualTo("north          4 orders     269.08\nsouth          4 orders     262.11\n");
        assertThat(project.run("plan", "pipeline:nightly").out()).contains("left out: nightly.choose chose [calm]");
    }

    @Test
    void aRequestThatNamesNothingLeavesStepsOut() {
        Outcome plan = project.run("plan", "--json");

        assertThat(plan.out()).contains("shop.daily").doesNotContain("nightly");
    }

    @Test
    void aPipelineThatDoesNotCompileStopsNothingElse() {
        project.file("pipelines/Broken.java", "public final class Broken { int x = ; }\n");

        Outcome validate = project.run("validate", "--json");
        Outcome run = project.run("run", "+shop.daily");

        assertThat(validate.status()).isEqualTo(1);
        assertThat(validate.json().get("problems").get(0).get("file").asText()).isEqualTo("pipelines/Broken.java");
        assertThat(validate.json().get("problems").get(0).get("line").asInt()).isEqualTo(1);
        assertThat(run.status()).isZero();
        assertThat(run.said()).contains("Cannot compile pipeline 'broken'");
    }
}
