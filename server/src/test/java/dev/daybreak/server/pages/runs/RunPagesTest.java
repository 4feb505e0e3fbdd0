package dev.daybreak.server.pages.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.auditlog.AuditLog;
import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.StepRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs, their steps and logs, as a browser gets them, and what can be done there. */
@Timeout(60)
class RunPagesTest {
    private static final int MOST_BYTES = 300_000;

    @TempDir
    Path folder;

    private TestProject project;
    private ApiServer server;

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        server = new ApiServer(project);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String page(String path) {
        Answer answer = server.send(server.request(path));
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        assertThat(answer.text().replaceAll("<script src=\"/static/[a-z]+\\.js\" defer></script>", ""))
                .doesNotContain("<script", " style=", " onclick=");
        assertThat(answer.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        return answer.text();
    }

    private Answer posted(String path, String form) {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private void failDaily() {
        project.tables.onCompute = step -> {
            if (step.node().key().equals(TestProject.DAILY)) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute: no such column.", "Mend it.");
            }
        };
    }

    private String attempt(String run) {
        return project.history.attempts(run).stream()
                .filter(found -> found.asset().equals(TestProject.DAILY))
                .map(AttemptRecord::name)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunIsDrawnWithItsStepsInTimeAndWhatDeterminedItsEnd() {
        String run = project.run().run();

        String page = page("/runs/" + run);

        assertThat(page).contains("The assets of this run", "class=\"node succeeded\"", "5 succeeded");
        assertThat(page).contains("What determined its end", "determined the end", "began with the run");
        assertThat(page).contains("never published", "class=\"succeeded\"", "12 steps.");
        assertThat(page).contains(">Queued</th>", ">Ran</th>", "class=\"queued\"");
        assertThat(page("/runs/" + run + "?asset=features.daily")).contains("5 steps, of 12 in all", "node marked");
        assertThat(page("/runs/" + run + "?state=failed")).contains("No such steps.");
    }

    /** A run of the first asset that goes on until it is told to end, or is cancelled. */
    private String runThatGoesOn(CountDownLatch mayEnd) throws InterruptedException {
        CountDownLatch isAtWork = new CountDownLatch(1);
        project.tables.onCompute = step -> {
            step.monitor().log("the first line");
            isAtWork.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            step.monitor().log("the second line");
        };
        server.startWorker();
        String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
        isAtWork.await();
        return run;
    }

    @Test
    void aRunIsCancelledAfterSayingWhatThatMeans() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        String run = runThatGoesOn(mayEnd);
        assertThat(page("/runs/" + run)).contains("/runs/" + run + "/cancel");

        assertThat(page("/runs/" + run + "/cancel"))
                .contains("Cancel run " + run + "?", "stops without publishing anything", "raw.clicks");
        Answer done = posted("/runs/" + run + "/cancel", "");
        mayEnd.countDown();
        server.over(run);

        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(page("/runs/" + run)).contains("cancelled").doesNotContain("/runs/" + run + "/cancel");
    }

    @Test
    void aLogGrowsWhileOneLooks() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        String run = runThatGoesOn(mayEnd);
        String attempt = project.history.attempts(run).get(0).name();
        String page = page("/attempts/" + attempt);
        assertThat(page).contains("the first line").doesNotContain("the second line");
        String stream =
                page.replaceAll("(?s).*sse-connect=\"([^\"]+)\".*", "$1").replace("&amp;", "&");

        try (Stream<String> lines = server.client()
                .send(server.request(stream).build(), BodyHandlers.ofLines())
                .body()) {
            mayEnd.countDown();

            assertThat(lines.filter(line -> line.contains("the second line")).limit(1))
                    .hasSize(1);
        }
        server.over(run);
    }

    @Test
    void runsAreFoundByWhatLedToThemWhoAndWhen() {
        String run = project.run().run();

        assertThat(page("/runs?kind=run&by=tester&since=2020-01-01")).contains(run);
        assertThat(page("/runs?kind=backfill")).contains("No such runs.");
        assertThat(page("/runs?by=nobody")).contains("No such runs.", "value=\"nobody\"");
        assertThat(page("/runs?until=2020-01-01")).contains("No such runs.");
        Answer wrong = server.send(server.request("/runs?since=%3Cyesterday%3E"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("&lt;yesterday&gt;").doesNotContain("<yesterday>");
    }

    @Test
    void fromAFailedStepOnItAndWhatHangsOnItIsDoneAgain() {
        failDaily();
        String run = project.run().run();
        StepRecord step = project.history.steps(run).stream()
                .filter(found -> found.state() == StepState.FAILED)
                .findFirst()
                .orElseThrow();
        String address = page("/runs/" + run + "?state=failed")
                .replaceAll("(?s).*?href=\"(/runs/[^\"]*/rerun-step[^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        project.tables.onCompute = found -> {};
        server.startWorker();

        assertThat(page(address)).contains("features.daily for ", "features.recent for ");
        Answer done = posted(address, "");

        assertThat(done.status()).as(done.text()).isEqualTo(303);
        String next = done.response().headers().firstValue("Location").orElseThrow();
        server.over(next.replace("/runs/", ""));
        assertThat(project.history.steps(next.replace("/runs/", "")))
                .anySatisfy(found -> assertThat(found.asset()).isEqualTo(step.asset()));
        assertThat(posted("/runs/" + run + "/rerun-step?step=%3Cscript%3E", "").text())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void waitingStepsAreMarkedForAReasonThatTheAuditLogKeeps() {
        project.tries = new Tries(2, Duration.ofHours(1), Duration.ofHours(1), Optional.empty(), Optional.empty());
        server.close();
        project = new TestProject(folder.resolve("patient"));
        project.tries = new Tries(2, Duration.ofHours(1), Duration.ofHours(1), Optional.empty(), Optional.empty());
        server = new ApiServer(project);
        project.tables.onCompute = step -> {
            throw new DaybreakException(ErrorCode.UNREACHABLE, "Cannot reach it.", "");
        };
        server.startWorker();
        String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
        server.await(
                "/runs/" + run + "/steps",
                found -> found.at("/steps/0/state").asText().equals("waiting"));

        String address = "/runs/" + run + "/mark?asset=raw.clicks&state=failed";
        assertThat(page("/runs/" + run)).contains(address.replace("&", "&amp;"));
        assertThat(page(address)).contains("Mark the waiting steps of raw.clicks failed?", "name=\"reason\"");
        assertThat(posted(address, "reason=").status()).isEqualTo(400);
        assertThat(posted(address.replace("failed", "done"), "reason=x").status())
                .isEqualTo(400);
        assertThat(posted(address, "reason=the+feed+is+closed").status()).isEqualTo(303);

        server.over(run);
        assertThat(page("/runs/" + run)).contains("marked failed by", "the feed is closed");
        assertThat(new AuditLog(project.store).latest(1).get(0).why()).isEqualTo("the feed is closed");
    }

    @Test
    void aLogIsSearchedAndItsLinesKeepTheirAddresses() throws IOException {
        failDaily();
        String run = project.run().run();
        String attempt = attempt(run);
        Path file = project.settings
                .logs()
                .resolve(project.history.attempts(run).stream()
                        .filter(found -> found.name().equals(attempt))
                        .findFirst()
                        .orElseThrow()
                        .logFile());
        Files.writeString(
                file,
                IntStream.rangeClosed(1, 5_000)
                        .mapToObj(number -> number == 3_000
                                ? "2023-01-01T00:00:00Z ERROR <b>Disk</b> full\n\tat Some.trace"
                                : "2023-01-01T00:00:00Z INFO  line " + number)
                        .collect(Collectors.joining("\n")));

        String found = page("/attempts/" + attempt + "?q=disk");
        assertThat(found).contains("1 of 5,001 lines fit.", "id=\"line-3000\"", "<mark>Disk</mark>", "&lt;b&gt;");
        assertThat(found)
                .contains("href=\"/attempts/" + attempt + "?line=3000#line-3000\"")
                .doesNotContain("<b>Disk");
        assertThat(page("/attempts/" + attempt + "?level=error"))
                .contains("id=\"line-3001\"", "Some.trace", "2 of 5,001");
        assertThat(page("/attempts/" + attempt + "?line=3000"))
                .contains("id=\"line-3000\" class=\"error chosen\"", "id=\"line-2990\"")
                .doesNotContain("id=\"line-5001\"");
        assertThat(page("/attempts/" + attempt)).contains("id=\"line-5001\"").doesNotContain("id=\"line-3000\"");
        assertThat(page("/attempts/" + attempt + "?q=nowhere")).contains("No such lines.");
        assertThat(page("/attempts/" + attempt + "?q=.*")).contains("No such lines.");
    }

    @Test
    void aRunOfManyStepsComesPageByPage() {
        server.close();
        project = new TestProject(folder.resolve("long"));
        server = new ApiServer(
                project,
                java.util.List.of(),
                java.time.Instant.parse("2023-01-01T00:00:00Z"),
                java.time.Instant.parse("2023-07-01T00:00:00Z"));
        server.startWorker();
        String run = server.started(server.post("/runs", "{\"selection\": [\"+features.daily\"]}"));
        server.over(run);

        String first = page("/runs/" + run);

        assertThat(first).contains("Steps 1 to 80 of 182", "Later steps");
        assertThat(page("/runs/" + run + "?page=2")).contains("Steps 161 to 182 of 182", "Earlier steps");
    }
}
