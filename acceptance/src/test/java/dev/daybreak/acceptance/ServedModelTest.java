package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model is asked without pause, while a run in another process puts a new version into production. */
@Timeout(300)
final class ServedModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 3;

    @TempDir
    Path folder;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean enough = new AtomicBoolean();
    /** The version that answered each client last. */
    private final AtomicIntegerArray latest = new AtomicIntegerArray(CLIENTS);

    private ServedPages served;

    @AfterEach
    void stop() {
        enough.set(true);
        clients.shutdownNow();
        if (served != null) {
            served.close();
        }
    }

    /** Asks one thing after the other until it is enough, and returns the versions that answered. */
    private List<Integer> ask(String address, int number) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/invocations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"position\": 1, \"age\": 34}"))
                .build();
        List<Integer> versions = new ArrayList<>();
        while (!enough.get()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            int version = JSON.readTree(answer.body()).get("version").asInt();
            versions.add(version);
            latest.set(number, version);
        }
        return versions;
    }

    private void awaitVersion(int version) throws Exception {
        for (int client = 0; client < CLIENTS; client++) {
            while (latest.get(client) != version) {
                assertThat(served.runFor(20)).as(served.output()).isTrue();
            }
        }
    }

    @Test
    void noRequestIsLostWhenARunOrAPersonPutsAnotherVersionIntoProduction() throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("recommender"));
        SmallRecommender.write(project.folder());
        assertThat(project.run("run").status()).isZero();
        served = ServedPages.of(project, folder.resolve("said"), "--workers", "0");
        List<Future<List<Integer>>> asked = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            asked.add(clients.submit(() -> ask(served.address(), number)));
        }
        awaitVersion(1);

        SmallRecommender.replace(project.path("models/click_model.yaml"), "rounds: 8", "rounds: 9");
        ChildProcess run = ChildProcess.start(
                folder.resolve("run"),
                List.of(),
                "run",
                "--project",
                project.folder().toString());
        assertThat(run.exitStatus()).as(run.output()).isZero();
        awaitVersion(2);
        assertThat(project.run("rollback", "click_model", "--why", "clicks fell")
                        .out())
                .contains("Version 1 of click_model is in production again");
        awaitVersion(1);
        enough.set(true);

        for (Future<List<Integer>> client : asked) {
            List<Integer> versions = client.get();
            assertThat(versions.indexOf(2)).as("%s", versions).isGreaterThan(0);
            int last = versions.lastIndexOf(2);
            assertThat(versions.subList(0, versions.indexOf(2))).containsOnly(1);
            assertThat(versions.subList(versions.indexOf(2), last + 1)).containsOnly(2);
            assertThat(versions.subList(last + 1, versions.size())).containsOnly(1);
        }
        theLogTellsWhoMovedItAndWhy(project);
    }

    private static void theLogTellsWhoMovedItAndWhy(CommandLineProject project) {
        JsonNode models =
                project.run("models", "click_model", "--log", "--json").json();
        models.get("models").forEach(model -> assertThat(model.get("alias").asText())
                .isEqualTo(model.get("version").asInt() == 1 ? "Production" : "null"));
        List<String> moves = new ArrayList<>();
        models.get("promotions")
                .forEach(move ->
                        moves.add(move.get("kind").asText() + " " + move.get("from") + " to " + move.get("to")));
        assertThat(moves).containsExactlyInAnyOrder("promote null to 1", "promote 1 to 2", "rollback 2 to 1");
        assertThat(project.run("models", "click_model", "--log").out())
                .containsPattern("ROLLBACK +2 +1 +\\S+ +clicks fell")
                .containsPattern("PROMOTE +1 +2 +run \\S+ +auc 0\\.\\d+ > 0\\.5; auc ");
    }
}
