package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Settings;
import dev.daybreak.project.engine.EngineKind;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code environments} in {@code daybreak.yaml} changes. */
class EnvironmentOverlayTest {
    private static final String FILE =
            """
            name: shop
            start: 2025-01-01
            variables: {data: /mnt/all, share: 0.5}
            connections:
              shop: {url: "jdbc:sqlite:shop.db"}
              crm: {url: "jdbc:sqlite:crm.db"}
            environments:
              staging:
                engine: spark
                start: 2025-02-01
                variables: {data: /mnt/some}
                connections:
                  shop: {url: "jdbc:postgresql://db/shop", user: ana, password: "${env:STAGING_PW}"}
              dev_ana: {variables: {share: 0.1}}
            """;

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ProjectFolder(root).write("daybreak.yaml", FILE);
    }

    private Settings settings() {
        assertThat(folder.problems()).isEmpty();
        return folder.load().project().orElseThrow().settings();
    }

    @Test
    void prodNeedsNothingOfTheOthers() {
        Settings settings = settings();

        assertThat(settings.environment().isProd()).isTrue();
        assertThat(settings.state()).isEqualTo(root.resolve(".daybreak"));
        assertThat(settings.variables()).containsEntry("data", "/mnt/all").containsEntry("share", 0.5);
        assertThat(settings.engine().kind()).isEqualTo(EngineKind.DUCKDB);
    }

    @Test
    void anEnvironmentStandsInForWhatItNames() {
        folder.in("staging").environment("STAGING_PW", "hunter2");

        Settings settings = settings();

        assertThat(settings.engine().kind()).isEqualTo(EngineKind.SPARK);
        assertThat(settings.start()).contains(Instant.parse("2025-02-01T00:00:00Z"));
        assertThat(settings.variables()).containsEntry("data", "/mnt/some").containsEntry("share", 0.5);
        assertThat(settings.connections()).containsOnlyKeys("shop", "crm");
        assertThat(settings.connections().get("shop").password()).isEqualTo("hunter2");
        assertThat(settings.state()).isEqualTo(root.resolve(".daybreak/env/staging"));
        assertThat(settings.environment().lake()).isEqualTo(root.resolve(".daybreak/lake"));
    }

    @Test
    void aVariableOfTheCommandLineGoesFirst() {
        folder.in("dev_ana").override("share", "0.2");

        assertThat(settings().variables()).containsEntry("share", 0.2).containsEntry("data", "/mnt/all");
    }

    @Test
    void anEnvironmentNeedsNoEntry() {
        folder.in("pr-17");

        assertThat(settings().variables()).containsEntry("data", "/mnt/all");
        assertThat(settings().environment().name()).isEqualTo("pr-17");
    }

    @Test
    void whatTheOneAtHandTakesFromTheMachineMustBeThere() {
        folder.in("staging");

        assertThat(folder.problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("daybreak.yaml:13:")
                .contains("STAGING_PW");
    }

    @Test
    void mistakesAreToldOfEveryEnvironment() {
        folder.write(
                "daybreak.yaml",
                """
                name: shop
                environments:
                  Staging: {}
                  dev: {engin: spark}
                  qa: {start: soon}
                  main: {}
                """);

        assertThat(folder.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("daybreak.yaml:3:3") && problem.contains("Staging"))
                .anyMatch(problem -> problem.startsWith("daybreak.yaml:4:9") && problem.contains("engin"))
                .anyMatch(problem -> problem.startsWith("daybreak.yaml:5:15") && problem.contains("soon"))
                .anyMatch(problem -> problem.startsWith("daybreak.yaml:6:3") && problem.contains("main"));
    }

    @Test
    void aSecretInAnEnvironmentIsWarnedOf() {
        folder.write(
                "daybreak.yaml",
                "name: shop\nenvironments:\n  dev:\n    connections: {a: {url: 'jdbc:x:', password: hunter2}}\n");

        assertThat(folder.problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("4:")
                .contains("plain text");
    }
}
