package dev.daybreak.server.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionServerTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private static FolderModels source;
    private static PredictionRoutes sharedRoutes;
    private static WebServer shared;

    /** The one that requests go to. */
    private WebServer server;

    @BeforeAll
    static void train() {
        source = new FolderModels(folder, "clicks").live("clicks", 1);
        Artifacts.write(source.artifact("clicks", 1), 1);
        Artifacts.write(source.artifact("clicks", 2), 2);
        sharedRoutes = PredictionRoutes.of(source, NEVER);
        shared = start(sharedRoutes);
    }

    private static WebServer start(PredictionRoutes routes) {
        return WebServer.start("127.0.0.1", 0, List.of(), List.of(routes));
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @BeforeEach
    void beginWithVersionOne() {
        source.live("clicks", 1);
        sharedRoutes.refresh();
        server = shared;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(String type, String body) {
        return send(request("/invocations").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    @Test
    void answersPingOnceAModelIsLive() {
        assertThat(send(request("/ping")).statusCode()).isEqualTo(200);

        FolderModels none = new FolderModels(folder, "clicks");
        PredictionRoutes routes = PredictionRoutes.of(none, NEVER);
        try (WebServer empty = start(routes)) {
            server = empty;
            assertThat(send(request("/ping")).statusCode()).isEqualTo(503);
            HttpResponse<String> refused = post("text/csv", "30,rome,1");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json(refused).at("/error/message").asText())
                    .isEqualTo("Cannot predict: no version of model 'clicks' is in production");
            none.live("clicks", 2);
            routes.refresh();
            assertThat(send(request("/ping")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void givesTheSameScoreInEveryForm() {
        HttpResponse<String> csv = post("text/csv", "30,rome,1\n71,,0\n");
        HttpResponse<String> header =
                post("text/csv; charset=utf-8", "Member,AGE,city\r\ntrue,30,\"rome\"\r\n0,71,\r\n");
        HttpResponse<String> array = post(
                JSON,
                "[{\"age\": 30, \"city\": \"rome\", \"member\": true}, {\"age\": 71, \"city\": null, \"member\": 0}]");
        HttpResponse<String> instances = post(
                JSON,
                "{\"instances\": [{\"age\": 30, \"city\": \"rome\", \"member\": 1}, {\"age\": 71, \"member\": false}]}");
        HttpResponse<String> lines = post(
                "application/jsonlines",
                "{\"age\": 30, \"city\": \"rome\", \"member\": true}\n{\"age\": 71, \"member\": 0}\n");

        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        List<String> scores = csv.body().lines().toList();
        assertThat(scores).hasSize(2).allMatch(score -> Float.parseFloat(score) > 0 && Float.parseFloat(score) < 1);
        assertThat(header.body()).isEqualTo(csv.body());
        String expected = "{\"predictions\":[{\"score\":" + scores.get(0) + "},{\"score\":" + scores.get(1)
                + "}],\"model\":\"clicks\",\"version\":1}\n";
        assertThat(array.body()).isEqualTo(expected);
        assertThat(instances.body()).isEqualTo(expected);
        assertThat(lines.body()).isEqualTo("{\"score\":" + scores.get(0) + "}\n{\"score\":" + scores.get(1) + "}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|text/csv",
                "application/json|application/json",
                "application/jsonlines|application/jsonlines",
                "text/html, application/json;q=0.5|application/json",
                "text/csv;q=0.2, application/*|application/json",
            })
    void answersInTheFormThatIsAccepted(String accept, String type) {
        HttpResponse<String> response = send(request("/invocations")
                .header("Content-Type", "text/csv")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString("30,rome,1")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    }

    @Test
    void answersNothingToNothing() {
        HttpResponse<String> response = post("text/csv", "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void refusesOtherForms() {
        HttpResponse<String> content = post("application/xml", "<a/>");
        HttpResponse<String> accept = send(request("/invocations")
                .header("Content-Type", "text/csv")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString("30,rome,1")));

        assertThat(content.statusCode()).isEqualTo(415);
        assertThat(json(content).at("/error/message").asText()).isEqualTo("Invalid Content-Type 'application/xml'");
        assertThat(json(content).at("/error/mend").asText())
                .isEqualTo("Permitted: text/csv, application/json, application/jsonlines");
        assertThat(accept.statusCode()).isEqualTo(406);
        assertThat(json(accept).at("/error/message").asText()).isEqualTo("Invalid Accept 'image/png'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/csv|30,rome,1^old,rome,1|row 2|Invalid value 'old' for field 'age': permitted is a number.",
                "text/csv|30,rome|row 1|Invalid CSV: 2 values where 3 are expected",
                "text/csv|30,rome,maybe|row 1|Invalid value 'maybe' for field 'member': permitted is true, false, 1 or 0.",
                "text/csv|1e40,rome,1|row 1|Invalid value '1e40' for field 'age': permitted is a finite number (32-bit range).",
                "text/csv|30,\"rome,1|row 1|Invalid CSV: a quoted cell does not end before the next comma or line",
                "application/json|[{\"age\": 3}, {\"age\": \"x\"}]|row 2|Invalid value 'x' for field 'age': permitted is a number.",
                "application/json|{\"agee\": 3}|row 1|Invalid field 'agee': the model has no such feature. Did you mean 'age'?",
                "application/json|{\"city\": 1.5}|row 1|Invalid value '1.5' for field 'city': permitted is a text or a whole number.",
                "application/json|{\"age\": [1]}|row 1|Invalid value '[1]' for field 'age': permitted is a number.",
                "application/json|3|row 1|Invalid JSON: a row must be an object of fields",
                "application/json|{\"age\": 1, \"age\": 2}|line 1, column 17|Invalid JSON: Duplicate field 'age'",
                "application/jsonlines|{\"age\": 1}^{\"age\"}|row 2, column 7|Invalid JSON: Unexpected character ('}' (code 125)): was expecting a colon to separate field name and value",
            })
    void namesTheOffendingRowAndField(String type, String body, String place, String message) {
        HttpResponse<String> response = post(type, body.replace('^', '\n'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("BAD_REQUEST");
        assertThat(json(response).at("/error/place").asText()).isEqualTo(place);
        assertThat(json(response).at("/error/message").asText()).isEqualTo(message);
    }

    @Test
    void asksWhichOfSeveralModels() {
        FolderModels two = new FolderModels(folder, "clicks", "churn").live("clicks", 1);
        try (WebServer several = start(PredictionRoutes.of(two, NEVER))) {
            server = several;
            HttpResponse<String> unnamed = post("text/csv", "30,rome,1");
            HttpResponse<String> query = postTo("/invocations?model=clicks");
            HttpResponse<String> path = postTo("/models/clicks/invocations");
            HttpResponse<String> unknown = postTo("/models/click/invocations");

            assertThat(unnamed.statusCode()).isEqualTo(400);
            assertThat(json(unnamed).at("/error/mend").asText()).endsWith("with one of: clicks, churn");
            assertThat(query.statusCode()).isEqualTo(200);
            assertThat(path.body()).isEqualTo(query.body());
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(json(unknown).at("/error/message").asText())
                    .isEqualTo("Cannot find model 'click'. Did you mean 'clicks'?");
        }
    }

    private HttpResponse<String> postTo(String path) {
        return send(request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofString("30,rome,1")));
    }

    @Test
    void keepsTheOldModelWhenTheNewOneIsBroken() throws IOException {
        Path broken = source.artifact("clicks", 3);
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "no archive");
        source.live("clicks", 3);

        sharedRoutes.refresh();

        assertThat(json(post(JSON, "{\"age\": 30}")).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void swapsUnderLoadWithoutAFailedRequest() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<List<Integer>>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(pool.submit(() -> callUntil(done)));
        }

        for (int swap = 0; swap < 60; swap++) {
            source.live("clicks", 1 + swap % 2);
            sharedRoutes.refresh();
        }
        done.set(true);

        List<Integer> versions = new ArrayList<>();
        for (Future<List<Integer>> caller : callers) {
            versions.addAll(caller.get());
        }
        pool.shutdown();
        assertThat(versions).hasSizeGreaterThan(100).containsOnly(1, 2);
    }

    private List<Integer> callUntil(AtomicBoolean done) {
        List<Integer> versions = new ArrayList<>();
        while (!done.get() || versions.size() < 50) {
            HttpResponse<String> response = post(JSON, "[{\"age\": 30, \"city\": \"rome\"}]");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            versions.add(json(response).get("version").asInt());
        }
        return versions;
    }

    @Test
    void followsPromotionsByItself() {
        FolderModels other = new FolderModels(folder, "clicks").live("clicks", 1);
        try (WebServer polling = start(PredictionRoutes.of(other, Duration.ofMillis(5)))) {
            server = polling;
            other.live("clicks", 2);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();

            int version = 1;
            while (version == 1 && System.nanoTime() < deadline) {
                version = json(post(JSON, "{\"age\": 30}")).get("version").asInt();
            }

            assertThat(version).isEqualTo(2);
        }
    }

    @Test
    void withTokensAPredictionNeedsOneOfAnyRoleAndIsCounted() {
        List<String> counted = new ArrayList<>();
        AccessToken token = new AccessToken("shop", Role.VIEWER, "0123456789abcdef0123456789abcdef");
        PredictionRoutes routes = PredictionRoutes.of(
                source,
                NEVER,
                (model, predictions, status, took) -> counted.add(model + " " + predictions + " " + status));
        try (WebServer guarded = WebServer.start("127.0.0.1", 0, List.of(token), List.of(routes))) {
            server = guarded;

            assertThat(send(request("/ping")).statusCode()).isEqualTo(200);
            assertThat(post("text/csv", "30,rome,1\n").statusCode()).isEqualTo(401);
            assertThat(send(request("/invocations")
                                    .header("Content-Type", "text/csv")
                                    .header("Authorization", "bearer " + token.secret())
                                    .POST(BodyPublishers.ofString("30,rome,1\n71,,0\n")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(request("/invocations")
                                    .header("Content-Type", "text/csv")
                                    .header("Authorization", "bearer " + token.secret())
                                    .POST(BodyPublishers.ofString("old,rome,1\n")))
                            .statusCode())
                    .isEqualTo(400);
        }

        assertThat(counted).containsExactly("clicks 2 200", "clicks 0 400");
    }

    @Test
    void withoutTokensAPredictionIsAnsweredUnderAnyOrigin() {
        HttpResponse<String> answer = send(request("/invocations")
                .header("Content-Type", "text/csv")
                .header("Origin", "https://shop.example.com")
                .POST(BodyPublishers.ofString("30,rome,1\n")));

        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
