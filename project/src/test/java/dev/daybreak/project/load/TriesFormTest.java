package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.Tries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code retries} and {@code timeout} say, for a project and for an asset. */
class TriesFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private void write(String project, String header) {
        folder.write("daybreak.yaml", "name: shop\n" + project);
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
    }

    private Tries tries() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0).about().tries();
    }

    @Test
    void anAssetThatSaysNothingHasTheUsualTries() {
        write("", "owner: ana\n");

        assertThat(tries()).isEqualTo(Tries.DEFAULT);
    }

    @Test
    void anAssetGoesBeforeTheProjectKeyByKey() {
        write(
                "retries: {most: 5, wait: 10 seconds, longest_wait: 5 minutes}\ntimeout: {attempt: 1 hour, step: 3 hours}\n",
                "retries: 1\ntimeout: 30 minutes\n");

        assertThat(tries())
                .isEqualTo(new Tries(
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.of(Duration.ofHours(3))));
    }

    @Test
    void aFirstWaitThatIsLongerThanTheProjectsLongestIsTheLongest() {
        write("", "retries: {wait: 2 minutes}\n");

        assertThat(tries().longestWait()).isEqualTo(Duration.ofMinutes(2));
        assertThat(tries().retries()).isEqualTo(Tries.DEFAULT.retries());
    }

    @Test
    void everythingThatDoesNotFitIsTold() {
        write("retries: many\n", "retries: {most: 101, wait: 0 seconds}\ntimeout: {attempt: soon, steps: 1 hour}\n");

        assertThat(folder.problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("daybreak.yaml:2:10").contains("many"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("assets/a/b.sql:2:17").contains("0 to 100"))
                .anySatisfy(problem -> assertThat(problem).contains("0 seconds").contains("at least 1 second"))
                .anySatisfy(problem -> assertThat(problem).contains("soon").contains("such as '10 minutes'"))
                .anySatisfy(problem -> assertThat(problem).contains("steps").contains("'step'"))
                .hasSize(5);
    }

    @Test
    void aLongestWaitIsNotShorterThanTheFirst() {
        write("", "retries: {wait: 2 minutes, longest_wait: 90 seconds}\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("assets/a/b.sql:2:42")
                .contains("Invalid longest_wait '90 seconds': it is shorter than the first wait, 2 minutes."));
    }
}
