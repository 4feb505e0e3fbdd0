package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people hear of a project, and what {@code doctor} tells of its promises. */
@Timeout(120)
final class AlertsTest {
    @TempDir
    Path folder;

    private CommandLineProject project(String settings) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\n" + settings);
        return project;
    }

    private static List<String> findings(CommandLineProject project, String what) {
        List<String> found = new ArrayList<>();
        JsonNode findings = project.run("doctor", "--json").json().get("findings");
        findings.forEach(finding -> {
            if (finding.get("what").asText().startsWith(what)) {
                found.add(finding.get("what").asText() + " | "
                        + finding.get("healthy").asBoolean() + " | "
                        + finding.get("found").asText() + " | "
                        + finding.get("mend").asText());
            }
        });
        return found;
    }

    @Test
    void serveTellsAWebhookOfARunThatFailed() throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        CommandLineProject project = project("alerts: {chat: {webhook: \"http://127.0.0.1:"
                + server.getAddress().getPort() + "/hook\"}}\n");
        project.table("shop.numbers", "description: Some", "SELECT CAST('x' AS INTEGER) AS one");
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        project.file(
                "pipelines/often.yaml",
                "schedule: every 1 hour\nselection: shop.numbers\nmissed: all\non_failure: chat\nstart: " + start
                        + "\n");
        ChildProcess service = serve(project);
        try {
            String body = bodies.poll();
            while (body == null) {
                assertThat(service.runFor(50)).as(service.output()).isTrue();
                body = bodies.poll();
            }

            assertThat(body)
                    .contains("\"kind\":\"run\",\"project\":\"shop\"")
                    .contains("\"pipeline\":\"often\"", "\"outcome\":\"failed\"", "\"failed\":1")
                    .contains("\"asset\":\"shop.numbers\"", "assets/shop/numbers.sql");
        } finally {
            service.terminate();
            service.exitStatus();
            server.stop(0);
        }
        assertThat(bodies).isEmpty();
        assertThat(findings(project, "alerts")).containsExactly("alerts | true | 1 target | ");
    }

    private ChildProcess serve(CommandLineProject project) throws IOException {
        return ChildProcess.start(
                folder.resolve("said"),
                List.of(),
                "serve",
                "--port",
                "0",
                "--project",
                project.folder().toString());
    }

    @Test
    void doctorTellsWhatIsLateSinceWhenWhyAndWhatToDo() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        CommandLineProject project = project("start: " + today.minusDays(3) + "\n");
        project.table(
                "shop.numbers",
                "fresh: by 00:00\npartition: {column: day, every: day}",
                "SELECT CAST('x' AS INTEGER) AS n, CAST(:start AS DATE) AS day");
        LocalDate day = today.minusDays(2);
        String name = "fresh shop.numbers " + day + " | false | late since " + today + "T00:00: ";

        assertThat(findings(project, "fresh"))
                .containsExactly(name
                        + "no run has tried it, and no pipeline selects it | Add it to the selection of a pipeline,"
                        + " or do it by hand: 'daybreak run +shop.numbers --start " + day + "T00:00 --end "
                        + day.plusDays(1) + "T00:00'.");

        assertThat(project.run("run").status()).isOne();
        assertThat(findings(project, "fresh")).singleElement().satisfies(found -> assertThat(found)
                .startsWith(name + "it failed in run ")
                .contains("Could not convert string 'x' to INT32")
                .endsWith("' does it again."));

        project.table(
                "shop.numbers",
                "fresh: by 00:00\npartition: {column: day, every: day}",
                "SELECT 1 AS n, CAST(:start AS DATE) AS day");
        assertThat(project.run("run").status()).isZero();
        assertThat(findings(project, "fresh"))
                .as("the next one is there already")
                .containsExactly("freshness | true | nothing is late | ");
    }
}
