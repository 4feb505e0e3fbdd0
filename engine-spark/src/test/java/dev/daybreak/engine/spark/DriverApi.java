package dev.daybreak.engine.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a driver tells of its work, over HTTP. */
final class DriverApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    DriverApi(int port) {
        this.url = "http://127.0.0.1:" + port + "/api/v1/applications";
    }

    /** An executor, with what it does now. */
    record Executor(String id, int activeTasks, long shuffleWritten) {}

    /** A stage at work. */
    record Stage(int id, int tasks, int activeTasks) {}

    /** Empty if no driver answers. */
    Optional<String> application() throws IOException, InterruptedException {
        return get("").map(found -> found.get(0).get("id").asText());
    }

    List<Executor> executors(String application) throws IOException, InterruptedException {
        List<Executor> executors = new ArrayList<>();
        for (JsonNode found : get("/" + application + "/executors").orElse(JSON.createArrayNode())) {
            if (!found.get("id").asText().equals("driver")) {
                executors.add(new Executor(
                        found.get("id").asText(),
                        found.get("activeTasks").asInt(),
                        found.get("totalShuffleWrite").asLong()));
            }
        }
        return executors;
    }

    /** The stage of so many tasks that has some at work. */
    Optional<Stage> stage(String application, int tasks) throws IOException, InterruptedException {
        for (JsonNode found : get("/" + application + "/stages?status=active").orElse(JSON.createArrayNode())) {
            Stage stage = new Stage(
                    found.get("stageId").asInt(),
                    found.get("numTasks").asInt(),
                    found.get("numActiveTasks").asInt());
            if (stage.tasks() == tasks && stage.activeTasks() > 0) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        } catch (java.net.ConnectException e) {
            return Optional.empty();
        }
    }
}
