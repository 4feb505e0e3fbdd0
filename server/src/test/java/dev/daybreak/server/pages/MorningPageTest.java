package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.LatePromise;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one sees at 8 in the morning, section by section. */
@Timeout(60)
class MorningPageTest {
    private static final Pattern TAG = Pattern.compile("<[^>]+>");

    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;
    private Browser browser;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        LatePromise.given(project);
        server = new ApiServer(project);
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The words of a section of the page, as a person reads them. */
    private static String section(String page, String id) {
        int begin = page.indexOf("<h2 id=\"" + id + "\"");
        assertThat(begin).as(id + " in " + page).isNotNegative();
        return TAG.matcher(page.substring(begin, page.indexOf("</section>", begin)))
                .replaceAll(" ")
                .replaceAll("\\s+", " ");
    }

    private String run(int day, String state) {
        String run = server.started(server.post(
                "/runs",
                "{\"selection\": [\"+features.daily\"], \"start\": \"2023-01-0" + day + "\", \"end\": \"2023-01-0"
                        + (day + 1) + "\"}"));
        server.over(run);
        assertThat(server.get("/runs/" + run).json().get("state").asText()).isEqualTo(state);
        return run;
    }

    @Test
    void aPromiseThatWasNotKeptIsToldWithWhenAndWhy() {
        LatePromise.broken(project, List.of());

        String page = browser.page("/");

        assertThat(section(page, "fresh")).contains("features.daily", "2023-01-01", "by 06:00", "late");
        assertThat(page)
                .contains("class=\"verdict unwell\" role=\"status\">5 late.", "datetime=\"2023-01-02T06:00:00Z\"");
    }

    @Test
    void eachRunOfTheDayHasItsPlaceOnTheStrip() {
        assertThat(section(browser.page("/"), "day")).contains("None.");
        server.startWorker();
        String good = run(1, "succeeded");
        project.tables.onCompute = step -> {
            throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute.", "");
        };
        String bad = run(2, "failed");

        assertThat(browser.page("/"))
                .contains("class=\"tick succeeded\" href=\"/runs/" + good + "\"")
                .contains("class=\"tick failed\" href=\"/runs/" + bad + "\"");
    }

    @Test
    void whatIsNotUpToDateIsCountedWithAReason() {
        String page = browser.await("/", found -> !section(found, "stale").contains("Being found out"));

        assertThat(section(page, "stale")).contains("features.daily 5 0", "never published", "As planned");
    }

    @Test
    void whatComesNextHasItsTimeAndInterval() {
        Cron cron = Cron.parse("30 5 1 1 *", problem -> {
                    throw new AssertionError(problem);
                })
                .orElseThrow();
        About about = new About("", "", List.of(), Place.of("pipelines/yearly.yaml"));
        Pipeline other = Pipeline.byHand("other", about, ZoneOffset.UTC, List.of());
        Pipeline yearly = new Pipeline(
                "yearly",
                about,
                new Trigger.OnSchedule(Timetable.of(List.of(cron), ZoneOffset.UTC)),
                ZoneOffset.UTC,
                Optional.of(Instant.parse("2023-01-01T00:00:00Z")),
                Optional.empty(),
                other.watermark(),
                other.jitter(),
                other.missed(),
                other.maxActiveRuns(),
                other.priority(),
                other.enabled(),
                List.of());
        try (ApiServer scheduled = new ApiServer(project, List.of(yearly))) {
            String next = section(new Browser(scheduled).page("/"), "next");

            int year = Instant.now().atOffset(ZoneOffset.UTC).getYear();
            assertThat(next).contains("yearly 30 5 1 1 *", year + "-01-01T05:30 to " + (year + 1) + "-01-01T05:30");
        }
    }
}
