package dev.daybreak.server.prediction;

import dev.daybreak.project.access.Role;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Answers predictions over HTTP as a SageMaker container does: {@code GET /ping}, {@code POST /invocations}. A project with
 * several models names one: {@code /invocations?model=name} or {@code /models/name/invocations}. Follows promotions without
 * dropping a request.
 */
public final class PredictionRoutes implements Feature {
    /** How often the source is asked what is live. */
    public static final Duration POLL = Duration.ofSeconds(1);

    /** A prediction changes nothing: programs may ask for it under any name of the host. */
    private static final Route.Guard VIEWER = new Route.Guard.Needs(Role.VIEWER, true);

    private final LiveModels models;
    private final Told told;
    private final ScheduledExecutorService poller;

    /** Told of every request to a model that there is, by any thread. */
    public interface Told {
        /** @param predictions in the answer; none if it was refused or failed */
        void answered(String model, int predictions, int status, Duration took);
    }

    private PredictionRoutes(LiveModels models, Told told) {
        this.models = models;
        this.told = told;
        this.poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "daybreak-live-models");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Models that are live are loaded before this returns. */
    public static PredictionRoutes of(ModelSource source, Duration poll) {
        return of(source, poll, (model, predictions, status, took) -> {});
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Polls until it is shut down; refresh lets no exception out.
    public static PredictionRoutes of(ModelSource source, Duration poll, Told told) {
        PredictionRoutes routes = new PredictionRoutes(new LiveModels(source), told);
        routes.refresh();
        routes.poller.scheduleWithFixedDelay(routes::refresh, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
        return routes;
    }

    /** Follows promotions now instead of at the next poll. */
    public void refresh() {
        models.refresh();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, "/ping", this::ping),
                new Route(
                        HandlerType.POST, "/invocations", VIEWER, ctx -> invoke(ctx, chosen(ctx.queryParam("model")))),
                new Route(
                        HandlerType.POST,
                        "/models/{name}/invocations",
                        VIEWER,
                        ctx -> invoke(ctx, chosen(ctx.pathParam("name")))));
    }

    private void ping(Context ctx) {
        ctx.status(models.isAnyLive() ? 200 : 503).result("");
    }

    private String chosen(String wanted) {
        List<String> names = models.names();
        if (wanted == null) {
            if (names.size() > 1) {
                throw HttpFailure.badRequest(
                        "Missing model: this project has several",
                        "",
                        "Use /invocations?model=NAME or /models/NAME/invocations with one of: "
                                + String.join(", ", names));
            }
            return names.isEmpty() ? "" : names.get(0);
        }
        if (!names.contains(wanted)) {
            throw new HttpFailure(
                    404,
                    "NOT_FOUND",
                    "Cannot find model '" + wanted + "'." + NearestName.hint(wanted, names),
                    "",
                    "Models: " + String.join(", ", names));
        }
        return wanted;
    }

    /** How every model stands here, by name. */
    public List<Endpoint> endpoints() {
        return models.endpoints();
    }

    private void invoke(Context ctx, String name) {
        long begun = System.nanoTime();
        int predictions = 0;
        int status = 500;
        try {
            predictions = answer(ctx, name);
            status = ctx.statusCode();
        } catch (RuntimeException e) {
            status = Failures.status(e);
            throw e;
        } finally {
            if (!name.isEmpty()) {
                told.answered(name, predictions, status, Duration.ofNanos(System.nanoTime() - begun));
            }
        }
    }

    /** Returns how many predictions it gave. */
    private int answer(Context ctx, String name) {
        try (ServedModel model = models.acquire(name).orElseThrow(() -> notLive(name))) {
            String body = new String(ctx.bodyAsBytes(), StandardCharsets.UTF_8);
            if (body.isBlank()) {
                ctx.status(204);
                return 0;
            }
            MediaType content = MediaType.ofContent(ctx.contentType())
                    .orElseThrow(() -> new HttpFailure(
                            415,
                            "UNSUPPORTED_MEDIA_TYPE",
                            "Invalid Content-Type '" + ctx.contentType() + "'",
                            "",
                            "Permitted: " + MediaType.permitted()));
            String accept = ctx.header("Accept");
            MediaType answer = MediaType.ofAccept(accept, content)
                    .orElseThrow(() -> new HttpFailure(
                            406,
                            "NOT_ACCEPTABLE",
                            "Invalid Accept '" + accept + "'",
                            "",
                            "Permitted: " + MediaType.permitted() + ", */*"));
            float[] rows = new RequestRows(model.predictor().encoder()).read(content, body);
            float[] scores = model.predictor().predict(rows);
            ctx.status(200)
                    .contentType(answer.toString())
                    .result(Predictions.write(answer, model, scores).getBytes(StandardCharsets.UTF_8));
            return scores.length;
        }
    }

    private static HttpFailure notLive(String name) {
        return new HttpFailure(
                503,
                "NO_MODEL",
                name.isEmpty()
                        ? "Cannot predict: the project has no model"
                        : "Cannot predict: no version of model '" + name + "' is in production",
                "",
                "Run the pipeline that trains it, or promote a version");
    }

    @Override
    public void stopping() {
        poller.shutdownNow();
    }

    /** Lets go of the models. */
    @Override
    public void close() {
        poller.shutdownNow();
        models.close();
    }
}
