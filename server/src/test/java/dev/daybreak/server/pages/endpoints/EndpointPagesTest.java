package dev.daybreak.server.pages.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.pages.Browser;
import dev.daybreak.server.pages.models.Versions;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EndpointPagesTest {
    @TempDir
    Path folder;

    private ApiServer server;
    private Browser browser;
    private Versions versions;

    @BeforeEach
    void start() {
        TestProject project = new TestProject(folder);
        server = new ApiServer(project);
        browser = new Browser(server);
        versions = new Versions(project);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int ask(String csv) {
        return server.send(server.request("/invocations")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(csv)))
                .status();
    }

    @Test
    void saysThatNothingAnswers() {
        assertThat(browser.page("/endpoints")).contains("taste", "no version", "requests get status 503");
    }

    @Test
    void saysWhatAnswersAndHowItDoes() {
        versions.publish(Outcome.PROMOTED, 0.8, "", Optional.empty());
        server.predictions.refresh();
        assertThat(ask("30,rome,1\n71,,0\n")).isEqualTo(200);
        assertThat(ask("30,rome,1\n")).isEqualTo(200);
        assertThat(ask("old,rome,1\n")).isEqualTo(400);

        String page = browser.page("/endpoints");

        assertThat(page)
                .contains("/models/taste/1", "version 1, here since", "POST <bdi>/invocations</bdi>", " ms</dd>");
        assertThat(page.replaceAll("\\s+", " "))
                .contains(
                        "<dt>Requests so far</dt><dd>3</dd>",
                        "<dt>Refused for what they said</dt><dd>1</dd>",
                        "<dt>Failed</dt><dd>0</dd>");
    }

    @Test
    void saysWhyNotTheVersionAnswersThatIsInProduction() {
        versions.publish(Outcome.PROMOTED, 0.8, "", Optional.empty());
        server.predictions.refresh();
        versions.publish(Outcome.PROMOTED, 0.8, "");
        server.predictions.refresh();

        assertThat(browser.page("/endpoints"))
                .contains("/models/taste/2", "version 1, here since", "Version 2 cannot be served: ");

        versions.registry.rollback("taste", "ana", "broken");
        server.predictions.refresh();
        assertThat(browser.page("/endpoints")).doesNotContain("cannot be served");
    }
}
