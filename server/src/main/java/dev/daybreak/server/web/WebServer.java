package dev.daybreak.server.web;

import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One HTTP server that answers what its features answer. Thread-safe. */
public final class WebServer implements AutoCloseable {
    /** A longer body is refused with 413. */
    public static final long MOST_BODY_BYTES = 32L << 20;

    private static final int SHORT_BODY_BYTES = 64 << 10;

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String ROUTE = "daybreak.route";
    static final String CALLER = "daybreak.caller";
    static final String ACCESS = "daybreak.access";

    private final String host;
    private final Javalin web;
    private volatile Admission admission;
    private volatile Answering answering;

    private WebServer(String host, Admission admission, List<Feature> features) {
        this.host = host;
        this.admission = admission;
        this.answering = new Answering(features, access(admission));
        this.web = Javalin.create(this::configure);
    }

    private static Access access(Admission admission) {
        return new Access(admission, System.getProperty("user.name"));
    }

    /** As the other one, for those who have tokens alone; without any, for this machine. */
    public static WebServer start(String host, int port, List<AccessToken> tokens, List<Feature> features) {
        return start(host, port, Admission.of(tokens), features);
    }

    /**
     * Starts to answer. From now on the features belong to the server, which closes them; also if it cannot be started.
     *
     * @param port 0 takes a free one
     * @param admission who may ask
     * @throws DaybreakException {@code OUT_OF_RESOURCES} if it cannot be listened there; {@code WRONG_USE} if it could be reached from other
     *     machines and nobody has to say who he is
     */
    public static WebServer start(String host, int port, Admission admission, List<Feature> features) {
        WebServer server = null;
        try {
            Access.requireSafe(host, admission);
            server = new WebServer(host, admission, features);
            server.web.start(host, port);
            return server;
        } catch (JavalinException e) {
            features.forEach(Feature::close);
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot listen on " + host + ":" + port + ": " + why(e) + ".",
                    "Stop what uses the port, or name another with --port (0 takes a free one) and --host.",
                    e);
        } catch (DaybreakException e) {
            features.forEach(Feature::close);
            throw e;
        }
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

    /**
     * Makes ready that others answer, at the same methods and paths. From now on they belong to the server, which closes them; also if it refuses them.
     *
     * @return what lets them answer, to be called once: requests that were begun are finished by those before (for at most 10 seconds), which are then
     *     closed, but for those that go on. Whoever has signed in stays so if the same may ask. For one thread at a time.
     * @throws DaybreakException {@code WRONG_USE} if it could be reached from other machines and nobody has to say who he is; then nothing has changed
     */
    public Runnable prepare(Admission fresh, List<Feature> features) {
        Answering before = answering;
        try {
            Access.requireSafe(host, fresh);
            Answering after = new Answering(features, fresh.equals(admission) ? before.access() : access(fresh));
            if (!after.endpoints().equals(before.endpoints())) {
                throw new IllegalArgumentException("Other routes: " + after.endpoints());
            }
            return () -> {
                admission = fresh;
                answering = after;
                before.end(PATIENCE_AT_STOP, features);
            };
        } catch (RuntimeException e) {
            features.stream()
                    .filter(feature -> !before.features().contains(feature))
                    .forEach(Feature::close);
            throw e;
        }
    }

    public int port() {
        return web.port();
    }

    /** Every method and path that is answered, such as {@code GET /ping}. */
    public List<String> routes() {
        return web.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    /** Who sends a request; only in handlers of routes that are not open. */
    public static Caller caller(Context ctx) {
        Caller caller = ctx.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException("The route is open to everybody: " + ctx.path());
        }
        return caller;
    }

    /** Lets the browser that sends a request go on as somebody who has shown who he is; in a handler of any route. */
    public static void signIn(Context ctx, Caller caller) {
        access(ctx).signIn(ctx, caller);
    }

    /**
     * Refuses what a page of another site sends; in a handler of a route that is open, since others are guarded.
     *
     * @throws HttpFailure 403
     */
    public static void requireOwnPage(Context ctx) {
        Access.requireOwnPage(ctx);
    }

    /** The address that a request comes from. */
    public static String client(Context ctx) {
        return access(ctx).client(ctx);
    }

    /** Whether the browser that sends a request has signed in. */
    public static boolean isSignedIn(Context ctx) {
        return access(ctx).isSignedIn(ctx);
    }

    /** The browser that sends a request is nobody from now on. */
    public static void signOut(Context ctx) {
        access(ctx).signOut(ctx);
    }

    private static Access access(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(ACCESS), ACCESS);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = MOST_BODY_BYTES;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(PATIENCE_AT_STOP.toMillis());
            server.setErrorHandler(new ServerErrors());
        });
        config.requestLogger.http((ctx, millis) -> answered(ctx, millis));
        config.routes.before(ctx -> ctx.header("X-Content-Type-Options", "nosniff"));
        answering.features().forEach(feature -> feature.routes().forEach(route -> add(config, route)));
        // Javalin has a handler of its own for these, unless they are named.
        config.routes.exception(HttpResponseException.class, (e, ctx) -> Failures.answer(ctx, e));
        config.routes.exception(Exception.class, (e, ctx) -> Failures.answer(ctx, e));
    }

    private void add(JavalinConfig config, Route route) {
        String endpoint = Answering.endpoint(route);
        config.routes.addHttpHandler(route.method(), route.path(), ctx -> {
            ctx.attribute(ROUTE, route.path());
            Answering now = entered();
            try {
                now.answer(ctx, endpoint);
            } finally {
                readToItsEnd(ctx);
                now.leave();
            }
        });
    }

    /**
     * A request that is refused unread would have its connection closed, and what then comes of its body would take the answer away from whoever sent
     * it. A long body is not waited for.
     */
    private static void readToItsEnd(Context ctx) {
        if (ctx.contentLength() <= 0
                || ctx.contentLength() > SHORT_BODY_BYTES
                || ctx.req().isAsyncStarted()) {
            return;
        }
        try {
            ctx.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Whoever sent it is gone, and so is who would read the answer.
        }
    }

    private Answering entered() {
        while (true) {
            Answering now = answering;
            if (now.enter()) {
                return now;
            }
        }
    }

    private void answered(Context ctx, float millis) {
        String route = ctx.attribute(ROUTE);
        Duration took = Duration.ofNanos((long) (millis * 1_000_000.0));
        answering
                .features()
                .forEach(feature -> feature.answered(
                        METHODS.contains(ctx.method().name()) ? ctx.method().name() : "other",
                        route == null ? "none" : route,
                        ctx.statusCode(),
                        took));
    }

    /** Stops taking requests, lets those that run finish (for at most 10 seconds), and closes the features. */
    @Override
    public void close() {
        List<Feature> features = answering.features();
        features.forEach(Feature::stopping);
        web.stop();
        features.forEach(Feature::close);
    }
}
