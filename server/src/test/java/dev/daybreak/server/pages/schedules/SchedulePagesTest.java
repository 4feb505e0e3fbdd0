package dev.daybreak.server.pages.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Missed;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.time.IntervalTemplate;
import dev.daybreak.project.time.Span;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.pages.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SchedulePagesTest {
    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;
    private Browser browser;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        project.slots = new PoolUse("warehouse", 1);
    }

    private void serve() {
        server = new ApiServer(
                project,
                List.of(
                        scheduled("daily", new Span(1, ChronoUnit.DAYS)),
                        scheduled("busy", new Span(1, ChronoUnit.MINUTES)),
                        scheduled("often", new Span(15, ChronoUnit.MINUTES)),
                        updated()));
        browser = new Browser(server);
    }

    private static Pipeline scheduled(String name, Span every) {
        return pipeline(
                name, new Trigger.OnSchedule(Timetable.every(every, Optional.empty(), ZoneOffset.UTC)), List.of());
    }

    private static Pipeline updated() {
        return pipeline("follower", new Trigger.OnUpdate(), List.of("features.daily"));
    }

    private static Pipeline pipeline(String name, Trigger trigger, List<String> selection) {
        return new Pipeline(
                name,
                new About("", "", List.of(), Place.of("pipelines/" + name + ".yaml")),
                trigger,
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                Pipeline.NO_SPAN,
                Pipeline.NO_SPAN,
                Missed.DEFAULT,
                1,
                0,
                true,
                selection);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pipelinesAreListedPausedAndResumed() {
        serve();
        assertThat(browser.page("/schedules"))
                .contains("nightly", "@daily", "by hand", "every 1 day", "when what it reads is updated", "never");
        assertThat(browser.page("/schedules/follower")).contains("/assets/raw.clicks");
        assertThat(browser.page("/schedules/nightly/pause")).contains("Pause nightly?");

        assertThat(browser.confirmed("/schedules/nightly/pause", "<i>rest</i>")).isEqualTo("/schedules/nightly");

        assertThat(browser.page("/schedules/nightly")).contains("paused", "&lt;i&gt;rest&lt;/i&gt;", "/resume");
        assertThat(browser.page("/schedules")).contains("/schedules/nightly/resume");
        assertThat(browser.confirm("/schedules/nightly/pause", "again").status())
                .isEqualTo(409);
        assertThat(browser.page("/schedules/nightly/resume")).contains("the last is run");
        browser.confirmed("/schedules/nightly/resume", "done");
        assertThat(browser.page("/schedules")).doesNotContain("/schedules/nightly/resume");
        assertThat(browser.status("/schedules/none")).isEqualTo(404);
    }

    @Test
    void aPipelineIsRunNow() {
        serve();
        assertThat(browser.page("/schedules/nightly/run")).contains("Run nightly for 2023-01-05?");
        assertThat(browser.page("/schedules/nightly/run?start=2023-01-01&end=2023-01-03"))
                .contains("Run nightly for 2023-01-01 to 2023-01-02?");
        assertThat(browser.status("/schedules/nightly/run?start=2023-01-01")).isEqualTo(400);
        assertThat(browser.status("/schedules/nightly/run?start=soon&end=2023-01-03"))
                .isEqualTo(400);

        String run = browser.confirmed("/schedules/nightly/run?start=2023-01-01&end=2023-01-03", "");

        server.startWorker();
        server.over(run.replace("/runs/", ""));
        assertThat(browser.page("/schedules/nightly"))
                .contains(run, "nightly for 2023-01-01 to 2023-01-02", "succeeded");
    }

    @Test
    void theCalendarTellsWhatWillRunWhen() {
        serve();
        LocalDate today = project.store.now().atZone(ZoneOffset.UTC).toLocalDate();

        String week = browser.page("/calendar");

        assertThat(week).contains(today + ", today", today.plusDays(6).toString());
        assertThat(week).doesNotContain("<small>" + today.plusDays(7) + "</small>", "nightly");
        assertThat(week).contains("data-at=\"" + today.plusDays(3) + "T00:00:00Z\"", "for " + today.plusDays(2));
        assertThat(week).contains("often", "96 times, until 23:45", "busy", "run more often than is shown");
        YearMonth later = YearMonth.from(today).plusMonths(2);
        assertThat(browser.page("/calendar?month=" + later))
                .contains("data-at=\"" + later.atEndOfMonth() + "T00:00:00Z\"", "month=" + later.plusMonths(1))
                .contains("month=" + later.minusMonths(1));
        assertThat(browser.page("/calendar?month=2001-01")).contains(today + ", today");
        assertThat(browser.page("/calendar?month=2001-77")).contains("The next 7 days");
        assertThat(browser.page("/schedules/daily")).contains(today.plusDays(10) + " 00:00:00");
    }

    @Test
    void saysWhatStepsWaitForAndWhatBecameOfIt() {
        project.sensors = List.of(new Sensor(
                new Sensor.FileThere(new IntervalTemplate(folder.resolve("never") + "")),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                false,
                Place.of("a.yaml")));
        serve();
        assertThat(browser.page("/sensors")).contains("None waits", "no step of it is over yet", "every 5 minutes");
        server.startWorker();

        server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
        server.await("/sensors", found -> found.get("sensors").size() == 1);

        assertThat(browser.page("/sensors"))
                .contains(folder.resolve("never") + "'", ": not there", "after 1 hour its step fails");
    }

    @Test
    void poolsSayWhoTakesSlots() throws InterruptedException {
        CountDownLatch isAtWork = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        project.tables.onCompute = step -> {
            isAtWork.countDown();
            await(mayEnd);
        };
        serve();
        assertThat(browser.page("/pools")).contains("warehouse", "0 of 3 slots in use");
        server.startWorker();
        String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
        isAtWork.await();

        String page = browser.page("/pools");

        mayEnd.countDown();
        assertThat(page).contains("1 of 3 slots in use", "At work", "raw.clicks", "/runs/" + run);
        server.over(run);
        assertThat(browser.page("/pools")).doesNotContain("At work");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
