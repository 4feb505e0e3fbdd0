package dev.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API of a real service, whose workers do what is asked for, beside the command line on the same project. */
@Timeout(120)
final class ApiStoryTest {
    private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/invocations");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandLineProject project;
    private ChildProcess service;

    @BeforeEach
    void project() {
        project = new CommandLineProject(folder.resolve("shop"));
        project.file("token.txt", TOKEN);
        settings("tokens: [{name: ana, role: admin, token: \"${file:token.txt}\"}]\n");
        project.table(
                "shop.days",
                "description: A row a day\npartition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, 1 AS one");
    }

    private void settings(String more) {
        project.file("daybreak.yaml", "name: shop\nversion: 1\nstart: 2023-01-01\nend: 2023-01-06\n" + more);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (service != null) {
            service.kill();
        }
    }

    private int serve() throws Exception {
        service = ChildProcess.start(
                folder.resolve("said"),
                List.of(),
                "serve",
                "--port",
                "0",
                "--project",
                project.folder().toString());
        Matcher matcher = PORT.matcher("");
        while (!matcher.find()) {
            assertThat(service.runFor(50)).as(service.output()).isTrue();
            matcher.reset(service.output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    private JsonNode send(int port, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        return new ObjectMapper()
                .readTree(client.send(request.build(), BodyHandlers.ofString()).body());
    }

    @Test
    void aRunThatIsAskedForOverHttpIsDoneByAWorkerAndListedByTheCommandLine() throws Exception {
        int port = serve();

        String run = send(port, "/api/v1/runs", "{\"selection\": [\"shop.days\"]}")
                .get("run")
                .asText();
        while (send(port, "/api/v1/runs/" + run, null).get("ended").isNull()) {
            assertThat(service.runFor(100)).as(service.output()).isTrue();
        }

        JsonNode listed =
                project.run("runs", "--state", "succeeded", "--json").json().at("/runs/0");
        JsonNode told = send(port, "/api/v1/runs/" + run, null);
        assertThat(listed).isEqualTo(told);
        assertThat(listed.get("by").asText()).isEqualTo("ana");
        assertThat(project.rows("SELECT COUNT(*) FROM shop.days")).isEqualTo("[[5]]");
        assertThat(project.run("runs", "--limit", "1").out()).contains(run, "succeeded", "ana");
        assertThat(project.run("history", "--changes").out()).contains("ana", "trigger", "run " + run);
        assertThat(send(port, "/iceberg/v1/namespaces/shop/tables", null)
                        .at("/identifiers/0/name")
                        .asText())
                .isEqualTo("days");
        assertThat(send(port, "/ready", null).get("status").asText()).isEqualTo("ready");
        assertThat(service.output()).doesNotContain(TOKEN);
    }

    @Test
    void anAddressThatOthersReachIsRefusedWithoutTokens() {
        settings("");

        CommandLineProject.Outcome refused = project.run("serve", "--host", "0.0.0.0", "--port", "0");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("Cannot listen on 0.0.0.0 without tokens", "Add to daybreak.yaml: tokens: [{name: ana");
    }

    @Test
    void runsAreListedAsAskedFor() {
        project.file("pipelines/daily.yaml", "selection: shop.days\n");
        assertThat(project.run("runs").out()).contains("No such run.");
        assertThat(project.run("run", "--end", "2023-01-02").status()).isZero();

        assertThat(project.run("runs", "--json").json().get("runs")).hasSize(1);
        assertThat(project.run("runs", "--state", "failed", "--json").json().get("runs"))
                .isEmpty();
        assertThat(project.run("runs", "--pipeline", "daily", "--json").json().get("runs"))
                .isEmpty();
        assertThat(project.run("runs", "--pipeline", "dayly").err()).contains("Did you mean 'daily'?");
        assertThat(project.run("runs", "--limit", "0").err()).contains("Invalid --limit 0; permitted: 1 to 100000.");
        assertThat(CommandLineProject.command("runs", "--help").out())
                .contains("Example: daybreak runs --pipeline weekly_retrain --state failed");
    }
}
