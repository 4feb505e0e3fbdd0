package dev.daybreak.server.health;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.server.web.BoundedQuestion;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * {@code GET /health}: the process is up. {@code GET /ready}: it can do its work; else 503 with what is in the way. Both for everybody: they
 * tell nothing of the project.
 */
public final class HealthRoutes implements Feature {
    /** So long the store may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A scheduler looks every second; one that has not for so long does not any more, or cannot. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final BoundedQuestion<Boolean> isStoreOfThisVersion;
    private final Supplier<Duration> sinceLook;

    /** @param sinceLook how long ago the scheduler looked last */
    public HealthRoutes(Store store, Supplier<Duration> sinceLook) {
        this.isStoreOfThisVersion = new BoundedQuestion<>("daybreak-ready", store::isOfThisVersion, PATIENCE);
        this.sinceLook = sinceLook;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, "/health", ctx -> answer(ctx, Map.of("status", "up"))),
                Route.open(HandlerType.GET, "/ready", this::ready));
    }

    private static void answer(Context ctx, Map<String, Object> value) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(Json.TYPE).result(Json.write(value) + "\n");
    }

    private void ready(Context ctx) {
        Map<String, Object> checks = new LinkedHashMap<>();
        checks.put("store", storeProblem());
        Duration silence = sinceLook.get();
        checks.put(
                "scheduler",
                silence.compareTo(LONGEST_SILENCE) > 0
                        ? "it has not looked for " + silence.toSeconds() + " s; permitted: "
                                + LONGEST_SILENCE.toSeconds()
                        : "ok");
        boolean isReady = checks.values().stream().allMatch("ok"::equals);
        ctx.status(isReady ? 200 : 503);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", isReady ? "ready" : "not ready");
        value.put("checks", checks);
        answer(ctx, value);
    }

    private String storeProblem() {
        try {
            return isStoreOfThisVersion.answer()
                    ? "ok"
                    : "it is of another version of Daybreak; start the service anew, in that version";
        } catch (TimeoutException e) {
            return "it has not answered for " + PATIENCE.toSeconds() + " s";
        } catch (ExecutionException e) {
            return "it does not answer; see the service's output";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the service stops";
        }
    }

    @Override
    public void close() {
        isStoreOfThisVersion.close();
    }
}
