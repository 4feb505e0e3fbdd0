package dev.daybreak.server.pages.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finding what a project has, and what can be done. */
@Timeout(60)
class SearchPagesTest {
    @TempDir
    Path folder;

    private ApiServer server;
    private TestProject project;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        server = new ApiServer(project);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String page(String path) {
        Answer answer = server.send(server.request(path));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private String main(String path) {
        return page(path).replaceAll("(?s).*<main[^>]*>(.*)</main>.*", "$1");
    }

    @Test
    void assetsPipelinesAndRunsAreFoundByNamesAndWordsGroupedAndTheBestFirst() {
        String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));

        assertThat(main("/search?q=clicks"))
                .contains(
                        "<h2 id=\"found-assets\">Assets</h2>", "href=\"/assets/raw.clicks\"", "<h2 id=\"found-runs\">")
                .contains("href=\"/runs/" + run + "\"");
        assertThat(main("/search?q=NIGHTLY")).contains("href=\"/schedules/nightly\"", "All of it");
        assertThat(main("/search?q=" + run.substring(4))).contains("href=\"/runs/" + run + "\"");
        assertThat(main("/search?q=daily+features")).contains("href=\"/assets/features.daily\"");
        assertThat(main("/search?q=daily+nowhere")).contains("Nothing is called or described like that.");
        assertThat(main("/search")).contains("press / to search");
    }

    @Test
    void whatIsAskedForIsShownAndNeverRun() {
        assertThat(page("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22")).doesNotContain("<script>alert");
        assertThat(main("/search?q=" + "x".repeat(5_000))).contains("Nothing is called");
        for (String special : List.of("%25", "_", "!", "'", "%00", "%5C")) {
            assertThat(server.send(server.request("/search?q=" + special)).status())
                    .isEqualTo(200);
        }
        server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
        assertThat(main("/search?q=%25")).contains("Nothing is called");
    }

    @Test
    void thePaletteSuggestsWhatCanBeDone() {
        project.tables.onCompute = step -> {
            throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute.", "");
        };
        server.startWorker();
        String run = server.started(server.post(
                "/runs", "{\"selection\": [\"+features.daily\"], \"start\": \"2023-01-01\", \"end\": \"2023-01-02\"}"));
        server.over(run);

        assertThat(page("/search/suggestions?q="))
                .contains(
                        "role=\"option\"",
                        "Rerun the last run that failed",
                        "/runs/" + run + "/rerun",
                        "Runs that failed")
                .doesNotContain("<html");
        assertThat(page("/search/suggestions?q=daily"))
                .contains("data-address=\"/assets/features.daily\"", "Bring features.daily up to date");
        assertThat(page("/search/suggestions?q=materialize+daily"))
                .contains("data-address=\"/assets/features.daily/materialize\"");
        assertThat(page("/search/suggestions?q=bring+taste"))
                .contains("Bring models.taste up to date", "data-address=\"/assets/models.taste/materialize\"");
        assertThat(page("/assets/models.taste/materialize")).contains("models.taste");
        assertThat(page("/search?q=taste")).contains("models.taste");
        assertThat(page("/search/suggestions?q=bring").split("/materialize", -1))
                .hasSizeBetween(2, 4);
        assertThat(page("/search/suggestions?q=zebra")).doesNotContain("role=\"option\"");
        assertThat(page("/runs")).contains("<dialog id=\"palette\"", "role=\"combobox\"", "/static/palette.js");
    }

    @Test
    void aViewerIsNotOfferedWhatItMayNotDo() {
        server.close();
        server = new ApiServer(
                new TestProject(folder.resolve("other")),
                ApiServer.tokens(),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
        server.post("/runs", "{\"selection\": [\"raw.clicks\"]}", ApiServer.OPERATOR);

        String offered = server.send(server.request("/search/suggestions?q=clicks")
                        .header("Authorization", "Bearer " + ApiServer.VIEWER))
                .text();
        assertThat(offered).contains("data-address=\"/assets/raw.clicks\"").doesNotContain("materialize", "Bring ");
        assertThat(server.send(server.request("/search/suggestions?q=clicks")
                                .header("Authorization", "Bearer " + ApiServer.OPERATOR))
                        .text())
                .contains("/assets/raw.clicks/materialize");

        Answer nobody =
                server.send(server.request("/search/suggestions?q=clicks").header("HX-Request", "true"));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.response().headers().firstValue("HX-Redirect")).contains("/sign-in");
        assertThat(server.send(server.request("/sign-in")).text()).doesNotContain("<dialog", "palette.js");
    }
}
