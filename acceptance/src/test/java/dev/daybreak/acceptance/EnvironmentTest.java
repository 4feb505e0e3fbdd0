package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.acceptance.CommandLineProject.Outcome;
import org.junit.jupiter.api.Test;

/** On a laptop, and with what does not hang on where metadata and tables are. */
final class EnvironmentTest extends EnvironmentContract {
    @Test
    void aSampleIsComputedFromTheSameUsersEverywhere() {
        String users = "SELECT MAX(users), SUM(pieces) FROM shop.days";

        assertThat(run("run", "--env", "staging", "--sample", "20%")).isEqualTo(4);

        JsonNode sampled = json("query", users, "--env", "staging").at("/rows/0");
        long pieces = sampled.get(1).asLong();
        assertThat(pieces)
                .isBetween(60L, 180L)
                .isEqualTo(json("query", "SELECT pieces FROM shop.total", "--env", "staging")
                        .at("/rows/0/0")
                        .asLong());
        assertThat(pieces % 3).as("whoever is in it is in it on every day").isZero();
        assertThat(run("run", "--env", "staging", "--sample", "20%")).isZero();
        assertThat(rows(SUM)).isEqualTo("[[600]]");

        assertThat(project.run("plan", "--env", "staging", "--sample", "20%").said())
                .contains("Tables are computed from 20% by user_id.");

        Outcome refused = project.run("promote-env", "staging");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("was computed from a sample there; nothing was changed.");

        assertThat(run("run", "--env", "staging")).isEqualTo(4);
        assertThat(staged(SUM)).isEqualTo("[[600]]");
    }

    @Test
    void wrongUseIsTold() {
        assertThat(project.run("run", "--sample", "10%").err()).contains("Cannot compute prod from a sample.");
        assertThat(project.run("run", "--env", "dev", "--sample", "ten").err())
                .contains("Invalid value 'ten' of --sample");
        assertThat(project.run("run", "--env", "Dev").err()).contains("Invalid value 'Dev' of --env");
        assertThat(project.run("promote-env", "prod").err()).contains("Invalid environment 'prod'");
        assertThat(project.run("run", "--env", "stagin").said())
                .contains("Environment 'stagin' is new: it begins as prod is now.");
        assertThat(project.run("drop-env", "stagin").status()).isZero();
        assertThat(project.run("drop-env", "stagin").err())
                .contains("Cannot find environment 'stagin': there is only prod.");
    }
}
