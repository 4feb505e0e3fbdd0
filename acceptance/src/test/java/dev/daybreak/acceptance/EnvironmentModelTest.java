package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of an environment: it begins with prod's, and what it trains stays there. */
final class EnvironmentModelTest {
    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void run() throws IOException {
        project = new CommandLineProject(folder.resolve("recommender"));
        SmallRecommender.write(project.folder());
        assertThat(succeeded("run")).isPositive();
    }

    private int succeeded(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        Outcome outcome = project.run(all);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome.json().at("/steps/succeeded").asInt();
    }

    private JsonNode models(String environment) {
        return project.run("models", "--json", "--env", environment).json().get("models");
    }

    @Test
    void beginWithProdsChampionAndAreNotPromoted() throws IOException {
        assertThat(project.run("plan", "--env", "staging").out()).contains("Everything is up to date.");
        assertThat(succeeded("run", "--env", "staging")).isZero();
        assertThat(models("staging")).isEqualTo(models("prod"));

        SmallRecommender.replace(
                project.path("assets/features/user_days.sql"), "COUNT(*) AS shown", "COUNT(*) + 0 AS shown");
        assertThat(succeeded("run", "--env", "staging")).isPositive();

        assertThat(models("prod")).hasSize(1);
        assertThat(models("staging")).hasSize(2);
        assertThat(models("staging").toString()).contains("\"version\":2");
        assertThat(project.run("promote-env", "staging").status()).isZero();
        assertThat(models("prod")).hasSize(1);
        assertThat(models("staging")).as("the environment begins anew").hasSize(1);
        assertThat(succeeded("run")).as("the model alone").isEqualTo(1);
        assertThat(models("prod")).hasSize(2);
    }
}
