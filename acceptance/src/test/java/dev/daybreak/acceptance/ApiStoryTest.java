package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API of a real service, whose workers do what is asked for, beside the command line on the same project. */
@Timeout(120)
final class ApiStoryTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandLineProject project;
    private ServedPages served;

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
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    private void serve() throws Exception {
        served = ServedPages.of(project, folder.resolve("said"));
    }

    private JsonNode send(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(served.address() + path)).header("Authorization", "Bearer " + TOKEN);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        return new ObjectMapper()
                .readTree(client.send(request.build(), BodyHandlers.ofString()).body());
    }

    @Test
    void aRunThatIsAskedForOverHttpIsDoneByAWorkerAndListedByTheCommandLine() throws Exception {
        serve();

        String run = send("/api/v1/runs", "{\"selection\": [\"shop.days\"]}")
                .get("run")
                .asText();
        while (send("/api/v1/runs/" + run, null).get("ended").isNull()) {
            assertThat(served.runFor(100)).as(served.output()).isTrue();
        }

        JsonNode listed =
                project.run("runs", "--state", "succeeded", "--json").json().at("/runs/0");
        JsonNode told = send("/api/v1/runs/" + run, null);
        assertThat(listed).isEqualTo(told);
        assertThat(listed.get("by").asText()).isEqualTo("ana");
        assertThat(project.rows("SELECT COUNT(*) FROM shop.days")).isEqualTo("[[5]]");
        assertThat(project.run("runs", "--limit", "1").out()).contains(run, "succeeded", "ana");
        assertThat(project.run("history", "--changes").out()).contains("ana", "trigger", "run " + run);
        assertThat(send("/iceberg/v1/namespaces/shop/tables", null)
                        .at("/identifiers/0/name")
                        .asText())
                .isEqualTo("days");
        assertThat(send("/ready", null).get("status").asText()).isEqualTo("ready");
        assertThat(served.output()).doesNotContain(TOKEN);
    }

    /** Asks until the answer holds a text. */
    private JsonNode await(String path, String text) throws Exception {
        JsonNode answer = send(path, null);
        while (!answer.toString().contains(text)) {
            assertThat(served.runFor(100)).as(served.output()).isTrue();
            answer = send(path, null);
        }
        return answer;
    }

    @Test
    void changedFilesAreTakenUpByServerSchedulerAndWorkers() throws Exception {
        serve();
        String run = send("/api/v1/runs", "{\"selection\": [\"shop.days\"]}")
                .get("run")
                .asText();
        await("/api/v1/runs/" + run, "\"state\":\"succeeded\"");

        project.table("shop.more", "description: New", "SELECT SUM(one) AS s FROM shop.days");
        project.file("pipelines/often.yaml", "selection: shop.more\n");
        await("/api/v1/pipelines", "often");
        String next = send("/api/v1/runs", "{\"selection\": [\"shop.more\"]}")
                .get("run")
                .asText();

        await("/api/v1/runs/" + next, "\"state\":\"succeeded\"");
        assertThat(project.rows("SELECT s FROM shop.more")).isEqualTo("[[5]]");
    }

    @Test
    void whatCannotBeUsedIsToldAndChangesNothing() throws Exception {
        serve();

        project.file("assets/shop/more.sql", "/*---\n---*/\nSELECT 1 AS one FROM shop.nowhere");
        while (!served.output().contains("what they said before stays in use")) {
            assertThat(served.runFor(100)).isTrue();
        }

        assertThat(served.output()).contains("assets/shop/more.sql:3", "shop.nowhere");
        assertThat(send("/api/v1/assets", null).get("assets")).hasSize(1);
    }

    @Test
    void whatIsDroppedByAClientOfTheCatalogIsMissingAndMadeAnew() throws Exception {
        project.file("in/a.csv", "n\n1\n2\n");
        project.file("sources/numbers.yaml", "files: {path: in/*.csv}\ncolumns: {n: long}\n");
        project.table("shop.total", "description: All", "SELECT SUM(n) AS total FROM raw.numbers");
        assertThat(project.run("run").status()).isZero();
        Map<String, String> files = takenAway("assets/shop/days.sql", "sources/numbers.yaml", "assets/shop/total.sql");
        project.table("shop.other", "description: Something else", "SELECT 1 AS one");
        serve();

        assertThat(drop("shop/tables/days")).isEqualTo(204);
        assertThat(drop("raw/tables/numbers")).isEqualTo(204);
        served.close();
        files.forEach(project::file);

        assertThat(project.run("plan").out())
                .containsPattern("raw.numbers .* 1  missing  the table was rolled back or dropped; 1 new file")
                .containsPattern("shop.days .* 5  missing  the table was rolled back or dropped")
                .containsPattern("shop.total .* 1  stale    input raw.numbers changed");
        assertThat(project.run("run").status()).isZero();
        assertThat(project.rows("SELECT (SELECT COUNT(*) FROM shop.days), (SELECT total FROM shop.total)"))
                .isEqualTo("[[5,3]]");
        assertThat(project.run("plan").out()).contains("Everything is up to date.");
    }

    private Map<String, String> takenAway(String... names) throws IOException {
        Map<String, String> files = new HashMap<>();
        for (String name : names) {
            files.put(name, Files.readString(project.path(name)));
            Files.delete(project.path(name));
        }
        return files;
    }

    private int drop(String table) throws IOException, InterruptedException {
        URI address = URI.create(served.address() + "/iceberg/v1/namespaces/" + table + "?purgeRequested=true");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + TOKEN)
                .DELETE()
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
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
