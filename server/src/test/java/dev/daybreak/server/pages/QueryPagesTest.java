package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import dev.daybreak.server.pages.console.ConsoleArea;
import dev.daybreak.server.pages.console.SampleArea;
import dev.daybreak.server.pages.dashboard.DashboardArea;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.QueryLimits;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Console, sample rows and dashboards as a browser gets them, over rows that are always the same. */
@Timeout(60)
class QueryPagesTest {
    private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2023-01-06T00:00:00Z");

    @TempDir
    Path folder;

    private final StaticQueries queries = new StaticQueries();
    private ApiServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(List<AccessToken> tokens) {
        server = new ApiServer(new TestProject(folder), tokens, START, END, (served, settings) -> {
            CachedQueries cached = new CachedQueries(queries);
            QueryLimits limits = new QueryLimits();
            return List.of(
                    new ConsoleArea(queries, cached, limits),
                    new SampleArea(served, queries, limits),
                    new DashboardArea(List.of(dashboard()), settings, cached, limits, () -> END));
        });
    }

    private static Dashboard dashboard() {
        return new Dashboard(
                "engagement",
                "Engagement <b>",
                "",
                "growth",
                List.of("daily"),
                Optional.of(Span.days(3)),
                List.of(
                        new Parameter("device", "Device", Parameter.Type.STRING, "phone", List.of("phone", "desktop")),
                        new Parameter("least", "At least", Parameter.Type.LONG, 2L, List.of())),
                List.of(
                        tile("Clicks", Tile.Kind.LINE),
                        tile("Rows", Tile.Kind.TABLE),
                        tile("Newest", Tile.Kind.NUMBER),
                        tile("Warm", Tile.Kind.HEATMAP)),
                new Place("dashboards/engagement.yaml", 1, 1));
    }

    private static Tile tile(String title, Tile.Kind kind) {
        return new Tile(
                title,
                "",
                "SELECT " + title,
                new Tile.Text(Place.of("dashboards/engagement.yaml"), false),
                kind,
                Optional.empty(),
                List.of("clicks"),
                Optional.empty(),
                6);
    }

    private HttpRequest.Builder as(String token, String path) {
        return server.request(path).header("Authorization", "Bearer " + token);
    }

    private Answer post(String path, Map<String, String> form, String... headers) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest.Builder request = server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString()));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return server.send(request);
    }

    private String page(String path) {
        Answer answer = server.send(server.request(path));
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.text();
    }

    @Test
    void aLinkFillsAQueryInAndDoesNotRunIt() {
        start(List.of());

        String page = page("/console?sql=SELECT+1+AS+a+%3C%2Ftextarea%3E&env=staging");

        assertThat(page)
                .contains("SELECT 1 AS a &lt;/textarea&gt;", "Not run yet", "value=\"staging\" selected")
                .doesNotContain("</textarea></textarea>");
        assertThat(queries.asked).isEmpty();
        assertThat(post("/console", Map.of("sql", "SELECT 1"), "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(queries.asked).isEmpty();
    }

    @Test
    void aQueryIsRunShownDrawnAndDownloaded() {
        start(List.of());

        Answer page = post("/console", Map.of("sql", "SELECT *", "env", "staging"));
        assertThat(page.text())
                .contains("<html", "The first 2 rows; there are more", "raw.clicks@1", "&lt;script&gt;", "2023-01-02")
                .contains("/console?sql=SELECT+*&amp;env=staging");
        Answer part = post("/console", Map.of("sql", "SELECT *", "kind", "bar", "y", "clicks"), "HX-Request", "true");
        assertThat(part.text()).doesNotContain("<html").contains("data-chart");
        assertThat(part.response().headers().firstValue("HX-Replace-Url"))
                .contains("/console?sql=SELECT+*&kind=bar&y=clicks");
        assertThat(post("/console", Map.of("sql", "SELECT *", "kind", "bar", "y", "day"))
                        .text())
                .contains("Cannot draw column 'day'");
        assertThat(queries.asked).extracting(query -> query.environment()).contains("staging", "");

        Answer file = post("/console/download", Map.of("sql", "SELECT *", "format", "parquet"));
        assertThat(file.text()).isEqualTo("PARQUET of SELECT *");
        assertThat(file.response().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"query.parquet\"");
        assertThat(queries.written).hasSize(1);
        // It goes once it was sent, which whoever gets it may know first.
        while (Files.exists(queries.written.get(0))) {
            Thread.onSpinWait();
        }
        assertThat(server.send(server.request("/console/names?env="))
                        .json()
                        .at("/tables/0/columns/1")
                        .asText())
                .isEqualTo("email");
    }

    @Test
    void whatIsRefusedIsToldInThePage() {
        start(List.of());

        Answer refused = post("/console", Map.of("sql", "DROP <i>"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("expected a SELECT, found 'DROP &lt;i&gt;'", "line 1, column 1", "Write &lt;b&gt;one");
        assertThat(post("/console", Map.of("sql", "DROP"), "HX-Request", "true").status())
                .isEqualTo(200);
        assertThat(post("/console", Map.of("sql", "S".repeat(20_001))).status()).isEqualTo(400);
    }

    @Test
    void eachMayRunOneQueryAtATime() throws Exception {
        start(ApiServer.tokens());
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        queries.onRun = () -> {
            running.countDown();
            try {
                enough.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(
                () -> post("/console", Map.of("sql", "SELECT 1"), "Authorization", "Bearer " + ApiServer.VIEWER));
        running.await();
        Answer second = post("/console", Map.of("sql", "SELECT 2"), "Authorization", "Bearer " + ApiServer.VIEWER);
        enough.countDown();

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.text()).contains("you have one running already");
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(post("/console", Map.of("sql", "SELECT 2"), "Authorization", "Bearer " + ApiServer.VIEWER)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlyAdminsSeeWhatTellsOfAPerson() {
        start(ApiServer.tokens());

        for (String token : List.of(ApiServer.VIEWER, ApiServer.OPERATOR)) {
            String sample = server.send(as(token, "/assets/raw.clicks/sample")).text();
            assertThat(sample).contains("masked", "Masked, since").doesNotContain("b@example.com");
            String tile =
                    server.send(as(token, "/dashboards/engagement/tiles/2")).text();
            assertThat(tile).contains("masked").doesNotContain("b@example.com");
        }

        assertThat(server.send(as(ApiServer.ADMIN, "/assets/raw.clicks/sample")).text())
                .contains("b@example.com");
        assertThat(server.send(as(ApiServer.ADMIN, "/dashboards/engagement/tiles/2"))
                        .text())
                .contains("b@example.com");
        String file = server.send(as(ApiServer.ADMIN, "/dashboards/engagement/export"))
                .text();
        assertThat(file).doesNotContain("b@example.com");
        assertThat(server.send(server.request("/assets/raw.clicks/sample")).status())
                .isEqualTo(303);
    }

    @Test
    void rowsOfAnAssetArePutIntoItsPageOrShownAlone() {
        start(List.of());

        assertThat(page("/assets/raw.clicks")).contains("hx-get=\"/assets/raw.clicks/sample\"");
        assertThat(page("/assets/raw.clicks/sample")).contains("<html", "Rows of", "raw.clicks@1");
        Answer part = server.send(server.request("/assets/raw.clicks/sample").header("HX-Request", "true"));
        assertThat(part.text()).doesNotContain("<html").contains("2023-01-01");
        assertThat(server.send(server.request("/assets/raw.nothing/sample")).status())
                .isEqualTo(404);
    }

    @Test
    void tilesLoadOnTheirOwnWithWhatWasPicked() {
        start(List.of());
        assertThat(page("/dashboards")).contains("Engagement &lt;b&gt;", "/dashboards/engagement", "4 tiles");

        String page = page("/dashboards/engagement?device=desktop");
        assertThat(page)
                .contains(
                        "/dashboards/engagement/tiles/1?device=desktop&amp;least=2&amp;start=2023-01-03&amp;end=2023-01-06");
        assertThat(queries.asked).isEmpty();

        assertThat(page("/dashboards/engagement/tiles/1?device=desktop&least=5&start=2023-01-02&end=2023-01-04"))
                .contains("data-chart", "raw.clicks@1", "computed");
        assertThat(queries.asked).singleElement().satisfies(query -> {
            assertThat(query.parameters()).isEqualTo(Map.of("device", "desktop", "least", 5L));
            assertThat(query.interval())
                    .contains(new DataInterval(
                            Instant.parse("2023-01-02T00:00:00Z"), Instant.parse("2023-01-04T00:00:00Z")));
            assertThat(query.sql()).isEqualTo("SELECT Clicks");
        });
        assertThat(page("/dashboards/engagement/tiles/3")).contains("<p class=\"figure\"><bdi>7</bdi>");
        assertThat(page("/dashboards/engagement/tiles/4")).contains("heatmap", "heat-5");
    }

    @Test
    void whatIsPickedMustFit() {
        start(List.of());

        for (String wrong : List.of(
                "device=%27+OR+1%3D1",
                "least=x", "least=1%3B+DROP", "start=never", "start=2023-01-06&end=2023-01-01")) {
            Answer answer = server.send(server.request("/dashboards/engagement?" + wrong));
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.text()).contains("Invalid value");
        }
        assertThat(queries.asked).isEmpty();
        assertThat(server.send(server.request("/dashboards/engagment")).text()).contains("Did you mean");
        assertThat(server.send(server.request("/dashboards/engagement/tiles/5")).status())
                .isEqualTo(404);
    }

    @Test
    void aTileIsComputedAgainOnlyWhenATableHasChanged() {
        start(List.of());

        page("/dashboards/engagement/tiles/1");
        page("/dashboards/engagement/tiles/1");
        assertThat(queries.asked).hasSize(1);
        page("/dashboards/engagement/tiles/1?device=desktop");
        assertThat(queries.asked).hasSize(2);
        queries.snapshot = 2;
        assertThat(page("/dashboards/engagement/tiles/1")).contains("raw.clicks@2");
        assertThat(queries.asked).hasSize(3);
    }

    @Test
    void anExportedFileStandsAlone() {
        start(List.of());

        Answer answer = server.send(server.request("/dashboards/engagement/export?device=desktop"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"engagement.html\"");
        String html = answer.text();
        assertThat(html).contains("data-chart", "desktop", "echarts", "raw.clicks@1", "Engagement &lt;b&gt;");
        String markup = html.replaceAll("(?s)<(script|style)>.*?</\\1>", "");
        assertThat(markup).doesNotContain("src=", "href=\"/", "href=\"http", "hx-");
    }
}
