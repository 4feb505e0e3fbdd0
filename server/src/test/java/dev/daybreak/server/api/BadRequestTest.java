package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is refused with what would; whatever stands in it. */
@Timeout(60)
class BadRequestTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "do not tell");
        server = new ApiServer(new TestProject(folder));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /runs?limit=0                 | limit  | expected a whole number from 1 to 1000, found 0.
            /runs?limit=1001              | limit  | expected a whole number from 1 to 1000
            /runs?limit=many              | limit  | found "many"
            /runs?limit=99999999999999999999 | limit | expected a whole number from 1 to 1000
            /runs?limit=1&limit=2         | limit  | it stands 2 times.
            /runs?stat=failed             | stat   | there is no such parameter. Did you mean 'state'?
            /runs?state=faild             | state  | Did you mean 'failed'?
            /runs?cursor=abc              | cursor | Invalid cursor 'abc'.
            /runs?cursor=WyJ4IiwieSJd     | cursor | Invalid cursor
            /runs?cursor=W10              | cursor | Invalid cursor
            /runs?pipeline=a%00b          | pipeline | it has a character that no database keeps, U+0000.
            /sensors?asset=raw.clicks     | asset  | there is no such parameter.
            """)
    void aParameterThatDoesNotFitIsToldWithWhatIsPermitted(String path, String place, String message) {
        ApiServer.Answer answer = server.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(message);
        assertThat(answer.json().at("/error/place").asText()).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /runs      | {"selecton": []}                              | Invalid key 'selecton': there is no such key. Did you mean 'selection'?
            /runs      | {}                                            | Missing key 'selection'.
            /runs      | {"selection": "raw.clicks"}                   | expected a list, found "raw.clicks".
            /runs      | {"selection": [7]}                            | Invalid value of 'selection[0]': expected a text, found 7.
            /runs      | {"selection": [], "selection": []}            | Invalid JSON: Duplicate
            /runs      | {"selection": []} {}                          | Invalid JSON
            /runs      | [1                                            | Invalid JSON
            /runs      | []                                            | Invalid value of 'body': expected an object, found [].
            /runs      | {"selection": ["raw.clcks"]}                  | Did you mean
            /runs      | {"selection": [], "start": "soon"}            | Invalid 'start' 'soon'.
            /runs      | {"selection": [], "start": "2023-02-01", "end": "2023-01-01"} | is not before its end
            /runs      | {"selection": [], "start": "-999999-01-01T00:00"} | Invalid 'start'
            /runs      | {"selection": ["features.daily"], "start": "0001-01-02", "end": "9999-01-01"} | Cannot ask for 3651 thousand partitions of asset 'features.daily'; permitted: 1000 thousand.
            /backfills | {"selection": ["features.daily"], "start": "0001-01-02", "end": "9999-01-01"} | Cannot ask for
            /pipelines/nightly/trigger | {"start": "0001-01-02", "end": "9999-01-01"} | Cannot ask for
            /pipelines/nightly/pause | {"why": "a\\u0000b"}   | U+0000
            /backfills | {"selection": []}                             | a backfill needs at least one term.
            /backfills | {"selection": ["raw.clicks"]}                 | Missing key 'start': a backfill needs a range, or 'partitions'.
            /backfills | {"selection": ["raw.clicks"], "batch": 0}     | expected a whole number from 1 to 2147483647, found 0.
            /backfills | {"selection": ["raw.clicks"], "batch": 1.5}   | expected a whole number from 1
            /backfills | {"selection": ["raw.clicks"], "dry_run": "no"} | expected true or false
            /backfills | {"selection": ["raw.clicks"], "only": "some"} | expected one of needed, missing, failed, all
            /backfills | {"selection": ["features.daily"], "partitions": ["2023-01-01T07:00"]} | no partition of the selection starts then.
            """)
    void aBodyThatDoesNotFitIsToldWithWhatIsPermitted(String path, String body, String message) {
        ApiServer.Answer answer = server.post(path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.message()).contains(message);
    }

    @Test
    void aBodyThatIsTooLargeOrNotJsonIsRefused() {
        String large = "{\"selection\": [\"" + "a".repeat(1 << 20) + "\"]}";
        assertThat(server.post("/runs", large).status()).isEqualTo(413);
        assertThat(server.post("/runs", "{\"selection\": [\"" + "a".repeat(500) + "\"]}")
                        .message())
                .contains("it has 500 characters; permitted: at most 400.");

        ApiServer.Answer form = server.send(server.request("/api/v1/runs")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("selection=raw.clicks")));
        assertThat(form.status()).isEqualTo(415);
        assertThat(server.send(server.request("/api/v1/runs").POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "..%2F..%2Fsecret.txt",
                "..",
                "a%0Ab",
                "a%00b",
                "%27%20OR%20%271%27%3D%271",
                "%25",
                "%F0%9F%98%80",
                "x%22%7D%2C%7B"
            })
    void whateverANameIsItNamesNothingElse(String name) {
        for (String path : new String[] {"/runs/", "/attempts/", "/pipelines/", "/assets/", "/backfills/"}) {
            ApiServer.Answer answer = server.get(path + name);
            assertThat(answer.status()).as(path + name).isIn(400, 404);
            assertThat(answer.text()).doesNotContain("do not tell");
            if (answer.status() == 404) {
                assertThat(answer.response().headers().firstValue("Content-Type"))
                        .contains("application/json");
                assertThat(answer.response().headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(answer.code()).isEqualTo("NOT_FOUND");
            }
        }
        for (String path : new String[] {"/log", "/log/stream"}) {
            assertThat(server.get("/attempts/" + name + path).status()).isIn(400, 404);
        }
        if (!name.contains("%00")) {
            assertThat(server.get("/runs?pipeline=" + name).json().get("runs").size())
                    .isZero();
        }
        assertThat(posted("/runs/" + name + "/cancel")).isIn(400, 404);
    }

    /** Where an address is no good, the server hangs up before the body comes, and its answer may be lost on the way: then it is asked again. */
    private int posted(String path) {
        for (int i = 0; ; i++) {
            try {
                return server.post(path, "{}").status();
            } catch (IllegalStateException e) {
                if (i == 9) {
                    throw e;
                }
            }
        }
    }

    @Test
    void anUnknownPathOrMethodIsToldAsEverythingElse() {
        ApiServer.Answer nowhere = server.get("/nowhere");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.message()).isEqualTo("Cannot find '/api/v1/nowhere'.");

        ApiServer.Answer method = server.send(server.request("/api/v1/runs").DELETE());
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(method.response().headers().firstValue("Allow").orElse("")).contains("GET", "POST");
    }

    private static String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.web.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void withoutTokensANameThatWasMadeToPointHereIsRefused() throws IOException {
        assertThat(raw("GET /api/v1/runs HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 403")
                .contains("FOREIGN_HOST");
        assertThat(raw("GET /metrics HTTP/1.1", "Host: 127.0.0.1.evil.example:80"))
                .startsWith("HTTP/1.1 403");
        for (String host : new String[] {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:80"}) {
            assertThat(raw("GET /api/v1/runs HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void withoutTokensAPageOfAnotherSiteChangesNothing() {
        String body = "{\"why\": \"mischief\"}";
        for (String origin : new String[] {"http://evil.example", "null", "http://localhost:1", "nonsense%%"}) {
            ApiServer.Answer refused =
                    server.send(server.posting("/pipelines/nightly/pause", body).header("Origin", origin));
            assertThat(refused.status()).as(origin).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("FOREIGN_ORIGIN");
        }
        assertThat(server.send(server.posting("/pipelines/nightly/pause", body).header("Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(403);
        assertThat(server.get("/pipelines/nightly").json().get("paused").isNull())
                .isTrue();

        String own = "http://127.0.0.1:" + server.web.port();
        assertThat(server.send(server.posting("/pipelines/nightly/resume", "{}").header("Origin", own))
                        .status())
                .isEqualTo(200);
    }
}
