package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are followed while they are written. */
@Timeout(60)
class LogStreamTest {
    @TempDir
    Path folder;

    private ApiServer server;
    private TestProject project;
    private final CountDownLatch computes = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start() {
        project = new TestProject(folder);
        project.tables.onCompute = step -> {
            computes.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        server = new ApiServer(project);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.close();
    }

    private BufferedReader follow(String path) throws Exception {
        HttpResponse<InputStream> answer =
                server.client().send(server.request("/api/v1" + path).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static List<String> readUntil(BufferedReader stream, String part) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = stream.readLine();
        while (line != null) {
            lines.add(line);
            if (line.contains(part)) {
                return lines;
            }
            line = stream.readLine();
        }
        throw new AssertionError("Ended without '" + part + "': " + lines);
    }

    private String runOfClicks() {
        return server.started(server.post("/runs", "{\"selection\": [\"raw.clicks\"]}"));
    }

    @Test
    void whatIsWrittenIsSentAtOnceAndTheStreamEndsWithTheRun() throws Exception {
        server.startWorker();
        String run = runOfClicks();
        computes.await();

        try (BufferedReader stream = follow("/runs/" + run + "/log/stream")) {
            List<String> before = readUntil(stream, "(try 1) of step " + run);
            assertThat(String.join("\n", before))
                    .contains("event: lines", "\"asset\":\"raw.clicks\"")
                    .doesNotContain("Computing with care");
            goOn.countDown();

            readUntil(stream, "Computing with care");
            List<String> rest = readUntil(stream, "\"state\":\"succeeded\"");
            assertThat(rest).contains("event: end");
            assertThat(stream.readLine()).isEmpty();
            assertThat(stream.readLine()).as("nothing comes after the end").isNull();
        }
    }

    @Test
    void theLogOfAnAttemptOfARunThatIsOverIsSentWhole() throws Exception {
        goOn.countDown();
        server.startWorker();
        String run = runOfClicks();
        server.over(run);
        String attempt = server.get("/runs/" + run + "/attempts")
                .json()
                .at("/attempts/0/attempt")
                .asText();

        try (BufferedReader stream = follow("/attempts/" + attempt + "/log/stream")) {
            assertThat(readUntil(stream, "\"state\":\"succeeded\""))
                    .anySatisfy(line -> assertThat(line).contains("Computing with care"));
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndGetsEverythingWhenItDoes() throws Exception {
        String line = "x".repeat(1_000_000);
        int lines = 12;
        project.tables.onCompute = step -> {
            for (int i = 0; i < lines; i++) {
                step.monitor().log(line);
            }
        };
        server.startWorker();
        String run = runOfClicks();
        String path = "/runs/" + run + "/log/stream";
        server.over(run);

        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.web.port())) {
            String request = "GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            slow.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 5; i++) {
                try (BufferedReader quick = follow(path)) {
                    readUntil(quick, "\"state\":\"succeeded\"");
                }
            }

            String all = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all.chars().filter(character -> character == 'x').count())
                    .isBetween(lines * 1_000_000L, lines * 1_000_000L + 1_000);
            assertThat(all).contains("event: end");
        }
    }

    @Test
    void aStopOfTheServerEndsTheStreams() throws Exception {
        String run = runOfClicks();

        try (BufferedReader stream = follow("/runs/" + run + "/log/stream")) {
            assertThat(stream.readLine()).isEqualTo(": follows");
            server.web.close();
            String line = stream.readLine();
            while (line != null) {
                assertThat(line).doesNotContain("event: end");
                line = stream.readLine();
            }
        }
    }

    @Test
    void noMoreLogsAreFollowedAtATimeThanPermittedAndOneThatEndsMakesRoom() throws Exception {
        String run = runOfClicks();
        String path = "/runs/" + run + "/log/stream";
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < LogStreams.MOST; i++) {
            streams.add(follow(path));
        }

        ApiServer.Answer refused = server.get(path);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("TOO_MANY_STREAMS");
        assertThat(refused.response().headers().firstValue("Retry-After")).contains("10");
        assertThat(server.get("/runs").status())
                .as("other requests are answered")
                .isEqualTo(200);

        assertThat(server.post("/runs/" + run + "/cancel", "{}").status()).isEqualTo(202);
        for (BufferedReader stream : streams) {
            readUntil(stream, "\"state\":\"cancelled\"");
            stream.close();
        }
        try (BufferedReader again = follow(path)) {
            readUntil(again, "\"state\":\"cancelled\"");
        }
    }

    @Test
    void aLogThatIsGoneIsTold() throws Exception {
        goOn.countDown();
        server.startWorker();
        String run = runOfClicks();
        server.over(run);
        String attempt = server.get("/runs/" + run + "/attempts")
                .json()
                .at("/attempts/0/attempt")
                .asText();
        java.nio.file.Files.delete(project.settings
                .logs()
                .resolve(project.history.attempts(run).get(0).logFile()));

        ApiServer.Answer gone = server.get("/attempts/" + attempt + "/log");

        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.message()).isEqualTo("Cannot find the log of attempt '" + attempt + "' on this machine.");
    }
}
