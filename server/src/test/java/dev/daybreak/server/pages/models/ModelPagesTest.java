package dev.daybreak.server.pages.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.evaluation.Curves;
import dev.daybreak.models.evaluation.Curves.Point;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.models.registry.Promotion;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.pages.Browser;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelPagesTest {
    private static final String HOSTILE = "<script>alert('1')</script> & \"why\"";
    private static final Optional<Insight> INSIGHT = Optional.of(new Insight(
            new Curves(
                    List.of(new Point(0, 0), new Point(0.1, 0.7), new Point(1, 1)),
                    List.of(new Point(0.5, 0.9), new Point(1, 0.4)),
                    List.of(new Point(0.2, 0.1), new Point(0.8, 0.9))),
            Map.of("age", 0.75, "city", 0.25)));

    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;
    private Browser browser;
    private Versions versions;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        server = new ApiServer(project);
        browser = new Browser(server);
        versions = new Versions(project);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhatThereIsBeforeAnythingWasTrained() {
        assertThat(browser.page("/models")).contains("The project has none yet");
        assertThat(browser.status("/models/taste")).isEqualTo(404);
    }

    @Test
    void versionsArePromotedAndRolledBackForAReason() {
        versions.publish(Outcome.PROMOTED, 0.8, "auc 0.800 > 0.7");
        versions.publish(Outcome.HELD_BACK, 0.6, "auc 0.600 is not > 0.7");

        assertThat(browser.page("/models")).contains("taste", "version 1", "auc 0.800 [0.790, 0.810]", "held back");
        assertThat(browser.page("/models/taste"))
                .contains(
                        "auc 0.600 is not &gt; 0.7", "/models/taste/2/promote", "<a href=\"/runs/run-1\">run run-1</a>")
                .doesNotContain("/rollback");
        assertThat(browser.page("/models/taste/2/promote"))
                .contains("Put version 2 of taste into production?", "no more with version 1", "name=\"reason\"");
        assertThat(browser.confirm("/models/taste/2/promote", "").status()).isEqualTo(400);
        assertThat(browser.confirmed("/models/taste/2/promote", HOSTILE)).isEqualTo("/models/taste");

        String page = browser.page("/models/taste");
        assertThat(page)
                .contains("&lt;script&gt;alert", "/models/taste/rollback?from=2", "Roll back to version 1")
                .doesNotContain("<script>alert");
        assertThat(versions.registry.productionVersion("taste")).hasValue(2);
        assertThat(browser.status("/models/taste/rollback?from=1")).isEqualTo(409);
        assertThat(browser.page("/models/taste/rollback?from=2"))
                .contains("Put version 1 of taste back into production?");
        assertThat(browser.confirm("/models/taste/rollback?from=1", "too bad").status())
                .isEqualTo(409);
        browser.confirmed("/models/taste/rollback?from=2", "too bad");

        assertThat(versions.registry.productionVersion("taste")).hasValue(1);
        Promotion last = versions.registry.log("taste").get(0);
        assertThat(last.kind()).isEqualTo(Promotion.Kind.ROLLBACK);
        assertThat(last.who()).isEqualTo(System.getProperty("user.name"));
        assertThat(last.why()).isEqualTo("too bad");
        assertThat(browser.status("/models/taste/rollback")).isEqualTo(409);
    }

    @Test
    void versionsStandSideBySide() {
        versions.publish(Outcome.PROMOTED, 0.80, "", INSIGHT);
        versions.publish(Outcome.PROMOTED, 0.81, "", INSIGHT);
        versions.publish(Outcome.PROMOTED, 0.90, "", Optional.empty());

        String close = browser.page("/models/taste?compare=1,2");
        assertThat(close).contains("Side by side", "overlap", "data-chart", "Precision and recall", "Calibration");
        assertThat(close).contains("2023-01-01", "2023-01-02", "differs");
        String apart = browser.page("/models/taste?compare=1&compare=3");
        assertThat(apart).contains("apart", "Version 3 was trained before curves were kept.");
        assertThat(browser.page("/models/taste")).contains("auc by version").doesNotContain("Side by side");

        assertThat(browser.status("/models/taste?compare=1,2,3,4,5")).isEqualTo(400);
        assertThat(browser.status("/models/taste?compare=9")).isEqualTo(404);
        assertThat(browser.status("/models/taste?compare=x")).isEqualTo(404);
    }

    @Test
    void aVersionSaysWhereItComesFrom() {
        versions.publish(Outcome.PROMOTED, 0.8, "auc 0.800 > 0.7", INSIGHT);
        versions.publish(Outcome.PASSED, 0.8, "auc 0.800 > 0.7", Optional.empty());
        versions.publish(Outcome.HELD_BACK, 0.8, "");

        String page = browser.page("/models/taste/1");
        assertThat(page).contains("ROC", "Features that help most", "75.0 %", "berlin, oslo, rome", "echarts.js");
        assertThat(page)
                .contains("auc", "0.800 [0.790, 0.810]", "xgboost 3.0.4", "/runs/run-1", "/assets/features.recent");
        assertThat(browser.page("/models/taste/2"))
                .contains("trained before they were kept", "?compare=1,2", "berlin")
                .doesNotContain("data-chart");
        assertThat(browser.page("/models/taste/3")).contains("there is no such file", "0.800 [0.790, 0.810]");
        assertThat(browser.status("/models/taste/4")).isEqualTo(404);
        assertThat(browser.status("/models/taste/newest")).isEqualTo(404);
    }

    @Test
    void aViewerLooksOnly() {
        server.close();
        server = new ApiServer(
                new TestProject(folder.resolve("other")),
                ApiServer.tokens(),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
        project = server.project();
        versions = new Versions(project);
        versions.publish(Outcome.PASSED, 0.8, "");
        String bearer = "Bearer " + ApiServer.VIEWER;

        assertThat(server.send(server.request("/models/taste/1").header("Authorization", bearer))
                        .text())
                .contains("version 1")
                .doesNotContain("/promote");
        assertThat(server.send(server.request("/models/taste/1/promote")
                                .header("Authorization", bearer)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("reason=mine")))
                        .status())
                .isEqualTo(403);
        assertThat(versions.registry.productionVersion("taste")).isEmpty();
    }
}
