package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained by a run, and looked at and asked through {@code serve}. */
@Timeout(300)
final class ModelPagesStoryTest {

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandLineProject project;
    private ServedPages served;

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(served.address() + path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void curvesAndWhichFeaturesHelpAreThereAfterATraining() throws Exception {
        project = new CommandLineProject(folder.resolve("recommender"));
        SmallRecommender.write(project.folder());
        assertThat(project.run("run").status()).isZero();
        served = ServedPages.of(project, folder.resolve("said"), "--workers", "0");

        String version = page("/models/click_model/1");

        assertThat(version).contains("ROC", "Precision and recall", "Calibration", "Features that help most");
        assertThat(version).contains("data-chart", " %</td>").doesNotContain("trained before");
        assertThat(page("/models")).contains("click_model", "version 1");
        assertThat(page("/")).contains("Production is");

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(served.address() + "/invocations"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"position\": 1}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(page("/endpoints")).contains("version 1, here since", "<dt>Requests so far</dt><dd>1</dd>");
        assertThat(page("/metrics"))
                .contains("daybreak_prediction_answers_seconds{model=\"click_model\",quantile=\"0.95\"}");
    }
}
