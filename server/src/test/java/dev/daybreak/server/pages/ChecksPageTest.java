package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.CheckSpec.Severity;
import dev.daybreak.project.problem.Place;
import dev.daybreak.server.api.ApiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What checks found over time, as a browser gets it. */
@Timeout(120)
class ChecksPageTest {
    private static final String HOSTILE = "<script>alert('1')</script>\u202E \"&";

    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;
    private Browser browser;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        server = new ApiServer(project);
        browser = new Browser(server);
        server.startWorker();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void run() {
        server.over(server.started(server.post("/runs", "{\"selection\": [\"+features.recent\"]}")));
    }

    private static CheckOutcome outcome(String expectation, Severity severity, boolean success) {
        return new CheckOutcome(
                new CheckSpec(expectation, Map.of("column", HOSTILE), severity, Place.of("daily.sql")),
                success,
                null,
                10,
                success ? 0 : 1,
                OptionalDouble.empty(),
                success ? List.of() : List.of(Collections.singletonMap(HOSTILE, HOSTILE + "x".repeat(10_000))),
                success ? "" : "one row is " + HOSTILE);
    }

    /** A day that is refused, one with a warning, and three that are as they should be. */
    private static List<CheckOutcome> outcomes(int day) {
        return List.of(
                outcome("expect_no_null", Severity.BLOCK, day != 2),
                outcome("expect_many_rows", Severity.WARN, day != 4));
    }

    private void withChecks() {
        project.tables.checks = (asset, interval) -> {
            for (int day = 1; day <= 5 && asset.equals(TestProject.DAILY); day++) {
                if (interval.equals(TestProject.day(day))) {
                    return outcomes(day);
                }
            }
            return List.of();
        };
    }

    @Test
    void tellsWhatFailedWhichRowsAndWhatThatHeldBack() {
        assertThat(browser.page("/checks")).contains("No such outcome yet");
        withChecks();

        run();

        String page = browser.page("/checks");
        assertThat(page)
                .contains("expect_no_null", "expect_many_rows", "1 of 5", "4 passed, 1 did not")
                .contains("Partition 2023-01-02 was not published; nor was it since.")
                .contains("Not run after it: features.recent.")
                .contains("One row that did not fit", "&lt;script&gt;", "x".repeat(400) + "…")
                .doesNotContain("alert('1')</script>", "x".repeat(600));

        project.tables.checks = (asset, interval) -> List.of();
        run();
        assertThat(browser.page("/checks")).contains("Partition 2023-01-02 was not published; it was since, by run ");
    }

    @Test
    void isFilteredByAssetOutcomeSeverityAndTime() {
        withChecks();
        run();

        assertThat(browser.page("/checks?asset=features.daily&outcome=failed"))
                .contains("was not published", "expect_no_null")
                .doesNotContain("expect_many_rows");
        assertThat(browser.page("/checks?outcome=warned"))
                .contains("expect_many_rows")
                .doesNotContain("was not published", "expect_no_null");
        assertThat(browser.page("/checks?severity=warn&outcome=passed"))
                .contains("expect_many_rows")
                .doesNotContain("expect_no_null");
        assertThat(browser.page("/checks?by=data")).contains("2023-01-02: 0 passed, 1 did not", "to 2023-01-05");
        assertThat(browser.page("/checks?asset=features.recent")).contains("No such outcome yet");
        assertThat(browser.status("/checks?asset=%3Cscript%3E")).isEqualTo(404);
        assertThat(browser.page("/checks?outcome=%3Cscript%3E&after=1.x")).contains("expect_no_null");
    }

    @Test
    void olderResultsAreOnFurtherPages() {
        project.tables.checks = (asset, interval) -> {
            List<CheckOutcome> many = new ArrayList<>();
            for (int i = 0; i < 23 && asset.equals(TestProject.DAILY); i++) {
                many.add(outcome("expect_" + i, Severity.BLOCK, true));
            }
            return many;
        };
        run();

        int seen = 0;
        int pages = 0;
        String next = "/checks?asset=features.daily";
        while (!next.isEmpty()) {
            String page = browser.page(next);
            String results = page.substring(page.indexOf("Results, newest first"));
            seen += results.split("class=\"check\"", -1).length - 1;
            pages++;
            next = results.contains(">Older</a>")
                    ? results.replaceAll("(?s).*href=\"([^\"]+)\">Older</a>.*", "$1")
                            .replace("&amp;", "&")
                    : "";
        }

        assertThat(seen).isEqualTo(5 * 23);
        assertThat(pages).isEqualTo(3);
    }
}
