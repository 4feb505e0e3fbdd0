package dev.daybreak.server.prediction;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers predictions over HTTP as a SageMaker container does: {@code GET /ping}, {@code POST /invocations}. A project with
 * several models names one: {@code /invocations?model=name} or {@code /models/name/invocations}. Follows promotions without
 * dropping a request.
 */
public final class PredictionServer implements AutoCloseable {
    /** How often the source is asked what is live. */
    public static final Duration POLL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PredictionServer.class);
    private static final long MOST_BODY_BYTES = 32L << 20;
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);

    private final LiveModels models;
    private final Javalin web;
    private final ScheduledExecutorService poller;

    private PredictionServer(LiveModels models) {
        this.models = models;
        this.web = Javalin.create(this::configure);
        this.poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "daybreak-live-models");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to answer; models that are live are loaded before this returns.
     *
     * @param port 0 takes a free one
     * @throws DaybreakException {@code OUT_OF_RESOURCES} if it cannot be listened there
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Polls until it is shut down; refresh lets no exception out.
    public static PredictionServer start(String host, int port, ModelSource source, Duration poll) {
        PredictionServer server = new PredictionServer(new LiveModels(source));
        server.refresh();
        try {
            server.web.start(host, port);
        } catch (JavalinException e) {
            server.poller.shutdownNow();
            server.models.close();
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot listen on " + host + ":" + port + ": " + why(e) + ".",
                    "Stop what uses the port, or name another with --port (0 takes a free one) and --host.",
                    e);
        }
        server.poller.scheduleWithFixedDelay(server::refresh, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
        return server;
    }

    private static String why(JavalinException failure) {
        if (failure instanceof JavalinBindException) {
            return "the port is in use, or may not be used";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    public int port() {
        return web.port();
    }

    /** Follows promotions now instead of at the next poll. */
    public void refresh() {
        models.refresh();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = MOST_BODY_BYTES;
        config.jetty.modifyServer(server -> server.setStopTimeout(PATIENCE_AT_STOP.toMillis()));
        config.routes.get("/ping", this::ping);
        config.routes.post("/invocations", ctx -> invoke(ctx, chosen(ctx.queryParam("model"))));
        config.routes.post("/models/{name}/invocations", ctx -> invoke(ctx, chosen(ctx.pathParam("name"))));
        config.routes.exception(RequestFailure.class, (failure, ctx) -> fail(ctx, failure));
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) ->
                        fail(ctx, new RequestFailure(e.getStatus(), "HTTP_" + e.getStatus(), e.getMessage(), "", "")));
        config.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("A prediction failed: {} {}", ctx.method(), ctx.path(), e);
            fail(
                    ctx,
                    new RequestFailure(
                            500, "INTERNAL", "Cannot answer: a defect in Daybreak", "", "See the server's log"));
        });
    }

    private void ping(Context ctx) {
        ctx.status(models.isAnyLive() ? 200 : 503).result("");
    }

    private String chosen(String wanted) {
        List<String> names = models.names();
        if (wanted == null) {
            if (names.size() > 1) {
                throw RequestFailure.badRequest(
                        "Missing model: this project has several",
                        "",
                        "Use /invocations?model=NAME or /models/NAME/invocations with one of: "
                                + String.join(", ", names));
            }
            return names.isEmpty() ? "" : names.get(0);
        }
        if (!names.contains(wanted)) {
            throw new RequestFailure(
                    404,
                    "NOT_FOUND",
                    "Cannot find model '" + wanted + "'." + NearestName.hint(wanted, names),
                    "",
                    "Models: " + String.join(", ", names));
        }
        return wanted;
    }

    private void invoke(Context ctx, String name) {
        try (ServedModel model = models.acquire(name).orElseThrow(() -> notLive(name))) {
            String body = new String(ctx.bodyAsBytes(), StandardCharsets.UTF_8);
            if (body.isBlank()) {
                ctx.status(204);
                return;
            }
            MediaType content = MediaType.ofContent(ctx.contentType())
                    .orElseThrow(() -> new RequestFailure(
                            415,
                            "UNSUPPORTED_MEDIA_TYPE",
                            "Invalid Content-Type '" + ctx.contentType() + "'",
                            "",
                            "Permitted: " + MediaType.permitted()));
            String accept = ctx.header("Accept");
            MediaType answer = MediaType.ofAccept(accept, content)
                    .orElseThrow(() -> new RequestFailure(
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
        }
    }

    private static RequestFailure notLive(String name) {
        return new RequestFailure(
                503,
                "NO_MODEL",
                name.isEmpty()
                        ? "Cannot predict: the project has no model"
                        : "Cannot predict: no version of model '" + name + "' is in production",
                "",
                "Run the pipeline that trains it, or promote a version");
    }

    private static void fail(Context ctx, RequestFailure failure) {
        ctx.status(failure.status())
                .contentType(MediaType.JSON.toString())
                .result(Predictions.json(failure.body()) + "\n");
    }

    /** Stops taking requests, lets those that run finish (for at most 10 seconds), and lets go of the models. */
    @Override
    public void close() {
        poller.shutdownNow();
        web.stop();
        models.close();
    }
}
