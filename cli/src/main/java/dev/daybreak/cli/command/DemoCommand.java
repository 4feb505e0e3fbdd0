package dev.daybreak.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.demo.ClickLogs;
import dev.daybreak.cli.demo.RecommenderProject;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        description = "From raw click logs to a live model: write the data, run the example project, ask its endpoint.",
        footer = {
            "",
            "Example: daybreak demo --project ./daybreak-demo",
            "Run it twice: the second time nothing is computed."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String FOLDER = "daybreak-demo";

    /** A book at the top of the page, shown to somebody who clicks often and likes books. */
    private static final String IMPRESSION =
            """
            {"position": 1, "age": 34, "user_shown": 60, "user_rate": 0.3, "user_category_shown": 8, \
            "user_category_rate": 0.5, "item_shown": 900, "item_rate": 0.2, "category": "books", \
            "device": "phone", "country": "DE"}""";

    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        Path folder = options.projectOr(Path.of(FOLDER));
        if (!RecommenderProject.isWritten(folder)) {
            output.note("Writing 60 days of click logs (2,000,000 impressions in 1,440 files) to " + folder + " ...");
            RecommenderProject.writeWithMistake(folder, ClickLogs.Size.FULL);
        }
        try (Workspace workspace = Workspace.open(Opening.of(folder, options.variables()), output)) {
            return new DemoStory(workspace, output, RecommenderProject.mistake(folder))
                    .tell(ended -> tell(ended, workspace, folder, output));
        }
    }

    private static void tell(RunResult result, Workspace workspace, Path folder, Output output) {
        Map<String, Object> document = Execution.summary(result);
        if (Execution.status(result) == 0) {
            document.put("prediction", ask(workspace, output));
            next(folder, output);
        }
        output.document(document);
    }

    /** Asks the endpoint for one prediction, over HTTP as anybody would. Returns what it answers. */
    private static JsonNode ask(Workspace workspace, Output output) {
        PredictionRoutes predictions = PredictionRoutes.of(workspace.service().liveModels(), PredictionRoutes.POLL);
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(), List.of(predictions))) {
            URL endpoint = URI.create("http://127.0.0.1:" + server.port() + "/invocations")
                    .toURL();
            HttpURLConnection request = (HttpURLConnection) endpoint.openConnection();
            request.setRequestProperty("Content-Type", "application/json");
            // A connection that stays open would keep the server from stopping at once.
            request.setRequestProperty("Connection", "close");
            request.setDoOutput(true);
            request.getOutputStream().write(IMPRESSION.getBytes(StandardCharsets.UTF_8));
            int status = request.getResponseCode();
            try (InputStream stream = status < 400 ? request.getInputStream() : request.getErrorStream()) {
                String answer = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
                output.note("");
                output.note("POST /invocations  " + IMPRESSION);
                output.note("  " + status + "  " + answer);
                if (status != HttpURLConnection.HTTP_OK) {
                    throw new DaybreakException(
                            ErrorCode.BAD_REQUEST,
                            "Cannot get a prediction: the endpoint answers " + status + ", " + answer,
                            "See with `daybreak models` which version is in production.");
                }
                return new ObjectMapper().readTree(answer);
            }
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot ask the endpoint: " + e.getMessage(),
                    "See whether this machine allows connections to itself.",
                    e);
        }
    }

    private static void next(Path folder, Output output) {
        Path here = Path.of("").toAbsolutePath();
        String project = " --project " + (folder.startsWith(here) ? here.relativize(folder) : folder);
        output.line("");
        output.line("What to look at next:");
        Map<String, String> ideas = new LinkedHashMap<>();
        ideas.put("demo" + project, "again: nothing is computed");
        ideas.put("plan" + project, "why nothing is to do");
        ideas.put("models --log" + project, "how good the model is, and who put it into production");
        ideas.put("lineage features.impressions.user_rate" + project, "where a number comes from");
        ideas.put("query \"SELECT * FROM raw.clicks__dead_letters LIMIT 5\"" + project, "what was wrong with the logs");
        ideas.put(
                "serve" + project,
                "all of this in a browser, at http://127.0.0.1:8080/, and the endpoint at /invocations");
        ideas.forEach((command, why) -> output.line("  " + Words.program() + " " + command + "\n      " + why));
    }
}
