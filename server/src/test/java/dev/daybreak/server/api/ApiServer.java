package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.daybreak.lineage.graph.ColumnGraph;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.schedule.PipelineRuns;
import dev.daybreak.orchestration.schedule.QueueWorker;
import dev.daybreak.project.Environment;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.Timetable;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.server.ControlRoom;
import dev.daybreak.server.health.HealthRoutes;
import dev.daybreak.server.metrics.MetricsRoutes;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.prediction.RegistryModels;
import dev.daybreak.server.web.WebServer;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.query.QueryAnalysis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The test project behind a real server, with workers if a test wants some. Every answer that a test gets is compared with what the API's
 * document says of it.
 */
public final class ApiServer implements AutoCloseable {
    public static final String VIEWER = "viewer-0123456789abcdef";
    public static final String OPERATOR = "operator-0123456789abcdef";
    public static final String ADMIN = "admin-0123456789abcdef";

    private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2023-01-06T00:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofDays(1);

    /** What pages show of tables, and what they did with them. */
    public final TestTables tables = new TestTables();

    final TestProject project;
    final WebServer web;
    /** They follow promotions when they are told to refresh. */
    public final PredictionRoutes predictions;

    private final RunQueue queue;
    private final List<Pipeline> pipelines;
    private final Settings settings;
    private final HttpClient client = HttpClient.newHttpClient();
    /** How the project's files stand to what is served; a test may change it. */
    public final AtomicReference<Definitions> definitions =
            new AtomicReference<>(Definitions.of(Instant.parse("2023-01-06T00:00:00Z")));

    private final List<Runnable> stops = new ArrayList<>();
    /** Operations that answered as they were asked to, by method and path. */
    final TreeSet<String> answered = new TreeSet<>();

    private JsonNode document;

    public ApiServer(TestProject project) {
        this(project, List.of(), START, END);
    }

    /** With more pipelines. */
    public ApiServer(TestProject project, List<Pipeline> more) {
        this(
                project,
                Admission.of(List.of()),
                START,
                END,
                more,
                project.graph(),
                ColumnGraph.of(analysis(project.graph(), Map.of())),
                ApiServer::noAreas);
    }

    /** As {@link #VIEWER}, {@link #OPERATOR} and {@link #ADMIN} have them. */
    public static List<AccessToken> tokens() {
        return List.of(
                new AccessToken("vera", Role.VIEWER, VIEWER),
                new AccessToken("otto", Role.OPERATOR, OPERATOR),
                new AccessToken("ada", Role.ADMIN, ADMIN));
    }

    public ApiServer(TestProject project, List<AccessToken> tokens, Instant start, Instant end) {
        this(project, Admission.of(tokens), start, end);
    }

    public ApiServer(TestProject project, Admission admission, Instant start, Instant end) {
        this(
                project,
                admission,
                start,
                end,
                List.of(),
                project.graph(),
                ColumnGraph.of(analysis(project.graph(), Map.of())),
                ApiServer::noAreas);
    }

    /** @param areas more pages */
    public ApiServer(
            TestProject project,
            List<AccessToken> tokens,
            Instant start,
            Instant end,
            BiFunction<ServedProject, Settings, List<Area>> areas) {
        this(
                project,
                Admission.of(tokens),
                start,
                end,
                List.of(),
                project.graph(),
                ColumnGraph.of(analysis(project.graph(), Map.of())),
                areas);
    }

    /** Serves other assets than those of the test project. */
    public ApiServer(TestProject project, Graph graph, Map<AssetKey, QueryAnalysis> queries) {
        this(
                project,
                Admission.of(List.of()),
                START,
                END,
                List.of(),
                graph,
                ColumnGraph.of(analysis(graph, queries)),
                ApiServer::noAreas);
    }

    private static List<Area> noAreas(ServedProject served, Settings settings) {
        return List.of();
    }

    private static Analysis analysis(Graph graph, Map<AssetKey, QueryAnalysis> queries) {
        return new Analysis(Optional.of(graph), List.of(), queries);
    }

    private ApiServer(
            TestProject project,
            Admission admission,
            Instant start,
            Instant end,
            List<Pipeline> more,
            Graph graph,
            ColumnGraph columns,
            BiFunction<ServedProject, Settings, List<Area>> areas) {
        this.project = project;
        this.queue = new RunQueue(project.store, LEASE);
        this.settings = new Settings(
                "test",
                ZoneOffset.UTC,
                Optional.of(start),
                Optional.of(end),
                new TreeMap<>(),
                Map.of(),
                new Settings.EngineSettings(1, 1),
                Optional.empty(),
                Tries.DEFAULT,
                Map.of("warehouse", 3),
                Alerts.NONE,
                admission,
                MaintenancePolicy.DEFAULT,
                Environment.prod(project.folder),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        this.pipelines =
                Stream.concat(Stream.of(nightly(), byHand()), more.stream()).toList();
        Project files =
                new Project(project.folder, settings, List.of(), List.of(), List.of(), List.of(), List.of(), pipelines);
        ServedProject served = new ServedProject(
                files,
                graph,
                () -> columns,
                (asset, column) -> false,
                project.store,
                queue,
                () -> runner(graph).state(),
                () -> runner(graph).recover(),
                project.settings.logs(),
                tables,
                definitions::get);
        MetricsRoutes metrics = new MetricsRoutes(project.store, settings.pools(), () -> Duration.ZERO);
        this.predictions = PredictionRoutes.of(
                new RegistryModels(new Registry(project.store), settings.state(), List.of(TestProject.MODEL.name())),
                NEVER,
                metrics.predictions()::answered);
        this.web = WebServer.start(
                "127.0.0.1",
                0,
                admission,
                List.of(
                        ControlRoom.of(served, predictions, metrics, areas.apply(served, settings)),
                        new ApiRoutes(served),
                        new HealthRoutes(project.store, () -> Duration.ZERO),
                        predictions,
                        metrics));
        stops.add(web::close);
    }

    private Runner runner(Graph graph) {
        return new Runner(graph, project.store, List.of(project.tables), project.settings);
    }

    private static Pipeline nightly() {
        Cron midnight = Cron.parse("@daily", problem -> {
                    throw new AssertionError(problem);
                })
                .orElseThrow();
        Pipeline byHand = byHand();
        return new Pipeline(
                "nightly",
                new About("All of it", "ana", List.of("core"), Place.of("pipelines/nightly.yaml")),
                new Trigger.OnSchedule(Timetable.of(List.of(midnight), ZoneOffset.UTC)),
                byHand.zone(),
                Optional.of(Instant.parse("2023-01-01T00:00:00Z")),
                Optional.of(Instant.parse("2023-01-06T00:00:00Z")),
                byHand.watermark(),
                byHand.jitter(),
                byHand.missed(),
                byHand.maxActiveRuns(),
                byHand.priority(),
                byHand.enabled(),
                List.of());
    }

    private static Pipeline byHand() {
        return Pipeline.byHand(
                "on_demand",
                new About("", "", List.of(), Place.of("pipelines/on_demand.yaml")),
                ZoneOffset.UTC,
                List.of());
    }

    /** From now on a worker does what is queued. */
    public void startWorker() {
        Optional<Instant> begin = settings.start();
        Backfills backfills = new Backfills(project.store, queue, ZoneOffset.UTC);
        QueueWorker worker = new QueueWorker(
                project.runner(),
                queue,
                new PipelineRuns(project.graph(), pipelines, begin),
                new BackfillRuns(backfills, project.graph(), pipelines, begin),
                RunListener.NONE,
                note -> {});
        Thread thread = new Thread(worker::work, "worker");
        thread.start();
        stops.add(() -> {
            worker.stop();
            join(thread);
            worker.close();
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was answered. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return response.body();
        }

        public JsonNode json() {
            try {
                return MAPPER.readTree(text());
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + text(), e);
            }
        }

        /** What a failure says. */
        public String message() {
            return json().at("/error/message").asText();
        }

        public String code() {
            return json().at("/error/code").asText();
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
    }

    public Answer send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        Answer answer;
        try {
            answer = new Answer(client.send(built, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        compare(built.method(), built.uri().getRawPath(), answer);
        return answer;
    }

    public TestProject project() {
        return project;
    }

    public HttpClient client() {
        return client;
    }

    public Answer get(String path) {
        return send(request(ApiRoutes.BASE + path));
    }

    public Answer get(String path, String token) {
        return send(request(ApiRoutes.BASE + path).header("Authorization", "Bearer " + token));
    }

    public Answer post(String path, String body) {
        return send(posting(path, body));
    }

    public Answer post(String path, String body, String token) {
        return send(posting(path, body).header("Authorization", "Bearer " + token));
    }

    public HttpRequest.Builder posting(String path, String body) {
        return request(ApiRoutes.BASE + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** Starts what is asked for, and returns the id of the run. */
    public String started(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().get("run").asText();
    }

    /** Waits until a run is over, and returns it. */
    public JsonNode over(String run) {
        return await("/runs/" + run, found -> !found.get("ended").isNull());
    }

    /** Asks until the answer is as it is to be. */
    public JsonNode await(String path, java.util.function.Predicate<JsonNode> wanted) {
        while (true) {
            JsonNode found = get(path).json();
            if (wanted.test(found)) {
                return found;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    JsonNode document() {
        if (document == null) {
            try {
                document = MAPPER.readTree(
                        client.send(request(ApiRoutes.BASE + "/openapi.json").build(), BodyHandlers.ofString())
                                .body());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return document;
    }

    private void compare(String method, String path, Answer answer) {
        if (!path.startsWith(ApiRoutes.BASE)) {
            return;
        }
        Optional<String> template = template(path.substring(ApiRoutes.BASE.length()));
        if (template.isEmpty()) {
            return;
        }
        JsonNode operation =
                document().path("paths").path(template.get()).path(method.toLowerCase(java.util.Locale.ROOT));
        if (operation.isMissingNode()) {
            return;
        }
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
                .as("%s %s may answer %s: %s", method, template.get(), answer.status(), answer.text())
                .isFalse();
        String type = answer.response()
                .headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "");
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as("%s %s may answer with %s", method, template.get(), type)
                .isFalse();
        if (type.equals("application/json")) {
            assertThat(problems(schema, answer.json())).as(answer.text()).isEmpty();
        }
        if (answer.status() < 300) {
            answered.add(method + " " + ApiRoutes.BASE + template.get());
        }
    }

    private Optional<String> template(String path) {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> document().path("paths").fieldNames()).spliterator(), false)
                .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
                .findFirst();
    }

    private List<String> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document().get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        for (int i = stops.size() - 1; i >= 0; i--) {
            stops.get(i).run();
        }
        project.close();
    }
}
