package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import dev.daybreak.server.api.Definitions;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages as a browser gets them. */
@Timeout(60)
class PagesTest {
    static final String HOSTILE = "<script>alert('1')</script> \"quoted\" & \u202Eright to left \uD83D\uDE00 ";

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
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.text().replaceAll("<script src=\"/static/[a-z]+\\.js\" defer></script>", ""))
                .doesNotContain("<script", " style=", " onclick=");
        return answer.text();
    }

    private static HttpRequestBody form(String body) {
        return new HttpRequestBody(body);
    }

    private record HttpRequestBody(String text) {
        Answer postedTo(ApiServer server, String path, String... headers) {
            var request = server.request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(text));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return server.send(request);
        }
    }

    private static String location(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        return answer.response().headers().firstValue("Location").orElseThrow();
    }

    private String failedRun(String message) {
        project.tables.onCompute = step -> {
            if (step.node().key().equals(TestProject.DAILY)) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, message, "Mend the text.");
            }
        };
        server.startWorker();
        String run = server.started(server.post(
                "/runs", "{\"selection\": [\"+features.daily\"], \"start\": \"2023-01-01\", \"end\": \"2023-01-02\"}"));
        server.over(run);
        return run;
    }

    @Test
    void aFailedRunIsFoundReadAndMended() {
        String run = failedRun("Cannot compute: no such column.");

        String morning = page("/");
        assertThat(morning).contains("1 failed", "features.daily", "Cannot compute: no such column.", "/runs/" + run);
        assertThat(morning).contains("assets hang on it");
        String page = page("/runs/" + run);
        assertThat(page).contains("Cannot compute: no such column.", "Mend the text.", "/runs/" + run + "/rerun");
        String attempt = page.replaceAll("(?s).*href=\"(/attempts/[^\"]+)\"[^>]*>failed.*", "$1");
        assertThat(page(attempt)).contains("id=\"line-1\"", "class=\"error\"", "no such column");
        assertThat(page("/runs")).contains(run);
        assertThat(page("/runs?state=failed")).contains(run);
        assertThat(page("/runs?state=succeeded")).doesNotContain(run).contains("No such runs");
        assertThat(page("/assets/features.daily?year=2023")).contains("1 failed", "raw.clicks", "4 missing");

        project.tables.onCompute = step -> {};
        assertThat(page("/runs/" + run + "/rerun")).contains("features.daily for 2023-01-01");
        String next = location(form("").postedTo(server, "/runs/" + run + "/rerun"));
        server.over(next.replace("/runs/", ""));
        assertThat(page("/")).doesNotContain("1 failed", "no such column");
        assertThat(page("/assets/features.daily?year=2023")).contains("1 published");
    }

    @Test
    void whatIsMissingIsSaidAndBroughtUpToDate() {
        server.startWorker();
        assertThat(page("/assets")).contains("raw.clicks", "features.daily");
        assertThat(page("/assets/features.daily/materialize"))
                .contains("features.daily for 5 partitions, from 2023-01-01 to 2023-01-05: never published");

        String run = location(form("").postedTo(server, "/assets/features.daily/materialize"));
        server.over(run.replace("/runs/", ""));

        assertThat(page("/assets/features.daily")).contains("5 published", "Partitions of 2023");
        assertThat(page(run)).contains("succeeded");
    }

    @Test
    void textsFromOutsideAreShownAndNeverRun() {
        String run = failedRun(HOSTILE + "x".repeat(10_000));

        for (String path : List.of("/", "/runs/" + run, "/runs", "/assets/features.daily")) {
            String page = page(path);
            assertThat(page).doesNotContain("alert('1')</script>");
        }
        assertThat(page("/")).contains("&lt;script&gt;");
        for (String path : List.of("/runs/%3Cscript%3E", "/assets/%22%3E%3Cscript%3E", "/attempts/%3Cscript%3E-1")) {
            Answer answer = server.send(server.request(path));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("&lt;script").doesNotContain("<script>", "<script src=\"h");
        }
    }

    @Test
    void whoeverLooksSeesWhatChangesWithoutAsking() throws Exception {
        server.startWorker();
        String stream = page("/runs").replaceAll("(?s).*sse-connect=\"([^\"]+)\".*", "$1");
        for (String script : List.of("htmx", "sse", "daybreak")) {
            assertThat(server.send(server.request("/static/" + script + ".js")).status())
                    .isEqualTo(200);
        }
        try (Stream<String> lines = server.client()
                .send(server.request(stream).build(), BodyHandlers.ofLines())
                .body()) {
            String run = server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));

            List<String> seen =
                    lines.filter(line -> line.contains(run)).limit(1).toList();

            assertThat(seen).isNotEmpty();
            server.over(run);
        }
    }

    @Test
    void aStreamThatIsAskedForAgainTellsWhatIsOtherThanWasSeenLast() throws Exception {
        String stream = page("/runs").replaceAll("(?s).*sse-connect=\"([^\"]+)\".*", "$1");

        try (Stream<String> lines = server.client()
                .send(server.request(stream).header("Last-Event-ID", "another").build(), BodyHandlers.ofLines())
                .body()) {
            assertThat(lines.filter(line -> line.startsWith("id: ")).limit(1))
                    .containsExactly("id: " + stream.replaceAll(".*seen=", ""));
        }
    }

    @Test
    void everyPageSaysThatFilesCannotBeUsed() {
        assertThat(page("/runs")).doesNotContain("Files of the project");
        server.definitions.set(new Definitions(
                Instant.parse("2023-01-05T00:00:00Z"),
                true,
                List.of(Problem.error(new Place("assets/a.sql", 3, 5), HOSTILE, "Mend it."))));

        for (String path : List.of("/", "/runs", "/assets/raw.clicks", "/assets/raw.clicks/materialize")) {
            assertThat(page(path))
                    .contains("cannot be used as they are", "assets/a.sql:3:5", "&lt;script&gt;", "Mend it.")
                    .doesNotContain("<script>alert");
        }

        server.definitions.set(new Definitions(
                Instant.parse("2023-01-05T00:00:00Z"),
                false,
                List.of(Problem.error(Place.of("pipelines/Nightly.java"), "It does not compile.", ""))));
        assertThat(page("/runs")).contains("Some pipelines are left out.", "pipelines/Nightly.java");
    }

    @Test
    void whoeverHasATokenSignsInAndMayDoWhatItsRoleMay() {
        server.close();
        server = new ApiServer(
                new TestProject(folder.resolve("other")),
                ApiServer.tokens(),
                Instant.parse("2023-01-01T00:00:00Z"),
                Instant.parse("2023-01-06T00:00:00Z"));
        assertThat(location(server.send(server.request("/runs?state=failed"))))
                .isEqualTo("/sign-in?to=%2Fruns%3Fstate%3Dfailed");
        assertThat(page("/sign-in?to=/runs")).contains("value=\"/runs\"");
        assertThat(page("/sign-in?to=//evil.example")).contains("value=\"/\"");
        assertThat(form("token=nobody&to=/").postedTo(server, "/sign-in").status())
                .isEqualTo(403);
        assertThat(form("token=" + ApiServer.VIEWER)
                        .postedTo(server, "/sign-in", "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);

        String viewer = signedIn(ApiServer.VIEWER);
        Answer asset = server.send(server.request("/assets/raw.clicks").header("Cookie", viewer));
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.text()).contains("vera").doesNotContain("/materialize");
        assertThat(form("").postedTo(server, "/assets/raw.clicks/materialize", "Cookie", viewer)
                        .status())
                .isEqualTo(403);

        String operator = signedIn(ApiServer.OPERATOR);
        assertThat(form("").postedTo(
                                server,
                                "/assets/raw.clicks/materialize",
                                "Cookie",
                                operator,
                                "Origin",
                                "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(location(form("").postedTo(server, "/assets/raw.clicks/materialize", "Cookie", operator)))
                .startsWith("/runs/");

        assertThat(location(form("").postedTo(server, "/sign-out", "Cookie", operator)))
                .isEqualTo("/sign-in?left=yes");
        assertThat(location(server.send(server.request("/").header("Cookie", operator))))
                .startsWith("/sign-in");
    }

    private String signedIn(String token) {
        Answer answer = form("to=/runs&token=" + token).postedTo(server, "/sign-in");
        assertThat(location(answer)).isEqualTo("/runs");
        String cookie = answer.response().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(token);
        return Optional.of(cookie)
                .map(text -> text.substring(0, text.indexOf(';')))
                .orElseThrow();
    }
}
