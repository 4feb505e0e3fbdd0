package dev.daybreak.pipelines.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that run processes and make requests. */
@Timeout(120)
class OutsideStepsTest {
    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Bench bench;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        bench.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        int status = exchange.getRequestURI().getPath().contains("bad") ? 500 : 200;
        byte[] answer = "{\"ok\": true}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** Every machine that runs these tests has a Java to start. */
    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow().replace("\\", "\\\\");
    }

    private String program(String body) {
        bench.project.file(
                "Program.java",
                """
                public class Program {
                    public static void main(String[] args) throws Exception {
                        %s
                    }
                }
                """
                        .formatted(body));
        return "\"" + java() + "\", \"Program.java\"";
    }

    @Test
    void aCommandFindsItsIntervalAndInputsAndYieldsItsLastLine() throws Exception {
        String program = program(
                """
                System.out.println("at work in " + java.nio.file.Files.exists(java.nio.file.Path.of("daybreak.yaml")));
                System.err.println("careful");
                System.out.println(args[0] + " " + System.getenv("DAYBREAK_DAY") + " " + System.getenv("SUFFIX") + " " + System.getenv("DAYBREAK_INPUT"));
                """);
        bench.project.daily(
                "Nightly",
                """
                Step<Integer> count = pipeline.step("count", step -> 7);
                pipeline.command("score", %s, "{start:yyyyMMdd}").env("SUFFIX", "to-{end:MM-dd}").after(count)
                        .thenDo("told", (step, line) -> note(step, line));
                """
                        .formatted(program));

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.notes()).containsExactly("20250101 2025-01-01 to-01-02 {\"count\":7}");
        assertThat(bench.log("nightly.score")).contains("at work in true", "careful");
    }

    @Test
    void aCommandThatEndsBadlyFailsWithItsStatusAndOneThatEndsWith99IsLeftOut() {
        String program = program("System.exit(Integer.parseInt(args[0]));");
        bench.project.daily(
                "Nightly",
                """
                pipeline.command("bad", %s, "3");
                pipeline.command("skip", %s, "99");
                """
                        .formatted(program, program));

        RunResult result = bench.run("nightly");

        assertThat(bench.states(result))
                .containsEntry("bad", StepState.FAILED)
                .containsEntry("skip", StepState.OMITTED);
        assertThat(result.steps().stream()
                        .flatMap(step -> step.failure().stream())
                        .findFirst()
                        .orElseThrow()
                        .message())
                .startsWith("Cannot finish step 'nightly.bad': '")
                .endsWith("ended with status 3.");
    }

    @Test
    void aProgramThatIsNotThereIsToldWithoutARetry() {
        bench.project.daily("Nightly", "pipeline.command(\"bad\", \"no-such-program\").retries(3);");

        RunResult result = bench.run("nightly");

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .startsWith("Cannot start 'no-such-program' for step 'nightly.bad' in '");
        assertThat(bench.history.attempts(result.run())).hasSize(1);
    }

    @Test
    void aCommandThatIsCancelledEndsWithAllItsProcesses() throws Exception {
        String program = program(
                """
                if (args.length == 0) {
                    Process child = new ProcessBuilder("%s", "Program.java", "child").inheritIO().start();
                    java.nio.file.Files.writeString(java.nio.file.Path.of("child.aside"), "" + child.pid());
                    java.nio.file.Files.move(java.nio.file.Path.of("child.aside"), java.nio.file.Path.of("child.pid"));
                }
                new java.util.concurrent.CountDownLatch(1).await();
                """
                        .formatted(java()));
        bench.project.daily("Nightly", "pipeline.command(\"forever\", %s);".formatted(program));
        Bench.Loaded loaded = bench.load();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<RunResult> run = threads.submit(() -> loaded.run(Bench.FIRST, "pipeline:nightly"));
        Path pid = folder.resolve("child.pid");
        while (!Files.exists(pid)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        loaded.runner.cancel();

        assertThat(run.get().outcome()).isEqualTo(RunState.CANCELLED);
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid))).filter(ProcessHandle::isAlive))
                .isEmpty();
        threads.shutdown();
    }

    @Test
    void aRequestCarriesTheKeyOfItsStepAndYieldsTheAnswer() throws Exception {
        bench.project.daily(
                "Nightly",
                """
                pipeline.http("ping", "POST", "%s").header("X-Day", "{start:yyyy-MM-dd}").body("day {start:yyyy-MM-dd}")
                        .thenDo("told", (step, answer) -> note(step, answer));
                """
                        .formatted(url("/hooks/{start:yyyy}")));

        RunResult result = bench.run("nightly");

        assertThat(result.outcome()).isEqualTo(RunState.SUCCEEDED);
        assertThat(requests)
                .containsExactly(
                        "POST /hooks/2025 day 2025-01-01 " + result.run() + "/nightly.ping/2025-01-01T00:00:00Z");
        assertThat(bench.notes()).containsExactly("{\"ok\": true}");
    }

    @Test
    void aRequestThatIsRefusedIsTriedAgainWithTheSameKey() {
        bench.project.daily(
                "Nightly",
                "pipeline.http(\"ping\", \"GET\", \"%s\").retries(\"{most: 1, wait: 1 second}\");"
                        .formatted(url("/bad")));

        RunResult result = bench.run("nightly");

        assertThat(result.steps().get(0).failure().orElseThrow().message())
                .isEqualTo("Cannot finish step 'nightly.ping': it answered with status 500: {\"ok\": true}.");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }

    @Test
    void aServerThatIsAwayIsToldAsSuch() {
        server.stop(0);
        bench.project.daily("Nightly", "pipeline.http(\"ping\", \"GET\", \"%s\");".formatted(url("/")));

        RunResult result = bench.run("nightly");

        assertThat(result.steps().get(0).failure().orElseThrow().code()).isEqualTo(ErrorCode.UNREACHABLE);
    }
}
