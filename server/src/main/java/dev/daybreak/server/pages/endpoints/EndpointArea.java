package dev.daybreak.server.pages.endpoints;

import dev.daybreak.models.registry.Registry;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.metrics.PredictionMetrics;
import dev.daybreak.server.metrics.PredictionMetrics.Figures;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.prediction.Endpoint;
import dev.daybreak.server.prediction.PredictionRoutes;
import dev.daybreak.server.web.Route;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What answers requests for predictions. */
public final class EndpointArea implements Area {
    /** Figures change all the time; a page that did so would be sent anew all the time. */
    private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

    private final Registry registry;
    private final PredictionRoutes predictions;
    private final PredictionMetrics metrics;
    // Guarded by this.
    private final Map<String, Figures> figures = new HashMap<>();
    private long readAt = System.nanoTime();

    /** @param predictions what answers; the metrics are told of it */
    public EndpointArea(ServedProject served, PredictionRoutes predictions, PredictionMetrics metrics) {
        this.registry = new Registry(served.store());
        this.predictions = predictions;
        this.metrics = metrics;
    }

    @Override
    public List<Route> routes(Pages pages) {
        return pages.live("/endpoints", "endpoints", "endpoints/endpoints", (ctx, shell) -> view(shell));
    }

    private EndpointsView view(Shell shell) {
        List<Endpoint> endpoints = predictions.endpoints();
        return new EndpointsView(
                shell,
                endpoints.stream()
                        .map(endpoint -> row(endpoint, endpoints.size() > 1, shell))
                        .toList(),
                PredictionMetrics.PERCENTILES_OVER.toMinutes());
    }

    private EndpointsView.Row row(Endpoint endpoint, boolean isOneOfMany, Shell shell) {
        OptionalInt wanted = registry.productionVersion(endpoint.model());
        Figures read = figures(endpoint.model());
        return new EndpointsView.Row(
                endpoint.model(),
                isOneOfMany ? "/models/" + endpoint.model() + "/invocations" : "/invocations",
                Registry.PRODUCTION,
                wanted.isPresent() ? Optional.of(wanted.getAsInt()) : Optional.empty(),
                registry.lastMove(endpoint.model()).map(move -> shell.moment(move.at())),
                endpoint.served().map(Endpoint.Served::version),
                endpoint.served().map(served -> shell.moment(served.since())),
                endpoint.obstacle().orElse(""),
                rate(read.requestsPerSecond()),
                rate(read.predictionsPerSecond()),
                took(read.median()),
                took(read.percentile95()),
                took(read.percentile99()),
                count(read.requests()),
                count(read.refused()),
                count(read.failed()));
    }

    private synchronized Figures figures(String model) {
        if (System.nanoTime() - readAt > FRESH_NANOS) {
            figures.clear();
            readAt = System.nanoTime();
        }
        return figures.computeIfAbsent(model, metrics::of);
    }

    private static String rate(double perSecond) {
        if (perSecond == 0) {
            return "none";
        }
        return String.format(Locale.ROOT, perSecond < 1 ? "%.2f/s" : perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    private static String took(Duration took) {
        return took.isZero() ? "no answer" : String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
