package dev.daybreak.server.pages.backfills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.pages.Browser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackfillPagesTest {
    @TempDir
    Path folder;

    private ApiServer server;
    private Browser browser;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void start() throws IOException {
        database().keep(folder);
        server = new ApiServer(new TestProject(folder));
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String queued() {
        return server.post(
                        "/backfills",
                        "{\"selection\": [\"+features.daily\"], \"start\": \"2023-01-01\", \"end\": \"2023-01-05\","
                                + " \"batch\": 2}")
                .json()
                .get("backfill")
                .asText();
    }

    @Test
    void isPausedResumedAndSeenToItsEnd() {
        assertThat(browser.page("/backfills")).contains("There is none");
        String id = queued();
        String path = "/backfills/" + id;

        assertThat(browser.page("/backfills")).contains(id, "running", "0 %", "2 runs waiting");
        assertThat(browser.page(path)).contains("None was planned yet", path + "/pause", path + "/cancel", "not known");
        assertThat(browser.page(path + "/pause")).contains("Pause backfill " + id, "name=\"reason\"");
        assertThat(browser.confirmed(path + "/pause", "<b>too</b> early")).isEqualTo(path);
        assertThat(browser.page(path))
                .contains("Paused by", "&lt;b&gt;too&lt;/b&gt; early", path + "/resume")
                .doesNotContain(path + "/pause");
        assertThat(browser.confirm(path + "/pause", "again").status()).isEqualTo(409);
        browser.confirmed(path + "/resume", "now");

        server.startWorker();
        server.await(path, found -> found.get("state").asText().equals("succeeded"));

        String page = browser.page(path);
        assertThat(page).contains("100 %", "2 runs succeeded", "on average").doesNotContain("/pause");
        assertThat(page.replaceAll("\\s+", " "))
                .contains("<bdi>features.daily</bdi></a></th> <td class=\"number\">4</td>");
    }

    @Test
    void isCancelled() {
        String path = "/backfills/" + queued();

        browser.confirmed(path + "/cancel", "wrong range");

        assertThat(browser.page(path)).contains("cancelled").doesNotContain("/cancel\"");
        assertThat(browser.confirm(path + "/cancel", "again").status()).isEqualTo(409);
        assertThat(browser.status("/backfills/%3Cscript%3E")).isEqualTo(404);
    }
}
