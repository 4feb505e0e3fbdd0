package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("root.dir"), "examples");

    @ParameterizedTest
    @ValueSource(strings = {"recommender", "flights"})
    void loadsWithoutProblem(String example) {
        Loaded loaded = ProjectLoader.load(EXAMPLES.resolve(example), Map.of());

        assertThat(loaded.problems()).extracting(Problem::toString).isEmpty();
        assertThat(loaded.project()).isPresent();
    }
}
