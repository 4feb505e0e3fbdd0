package dev.daybreak.server.metrics;

import dev.daybreak.orchestration.history.Figures;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.PoolUsage;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.web.BoundedQuestion;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.Route;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics}, in the text form of Prometheus: how runs, steps, queue and pools stand, whether the scheduler keeps up, what
 * requests cost, how many predictions were made, and the memory of this process. What the store says is asked for once in a few seconds, however
 * often somebody asks here; while it is away, its gauges are not numbers. Thread-safe.
 */
public final class MetricsRoutes implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRoutes.class);
    /** So long the store may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final PredictionMetrics predictions = new PredictionMetrics(registry, System::nanoTime);
    private final BoundedQuestion<Stored> question;
    private volatile Source source;
    // Guarded by this.
    private Stored stored;
    private long storedAt;

    /** What the store says. */
    private record Stored(Figures figures, List<PoolUsage> pools) {
        /** Not a number if there is no such pool any more. */
        double pool(String name, ToDoubleFunction<PoolUsage> reading) {
            return pools.stream()
                    .filter(usage -> usage.pool().equals(name))
                    .mapToDouble(reading)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** Whom to ask. */
    private record Source(Store store, Map<String, Integer> slots) {
        Stored ask() {
            return new Stored(Figures.of(store), PoolUsage.of(store, slots));
        }
    }

    /**
     * @param pools how many slots each has, by name
     * @param sinceLook how long ago the scheduler looked last
     */
    public MetricsRoutes(Store store, Map<String, Integer> pools, Supplier<Duration> sinceLook) {
        this.question = new BoundedQuestion<>("daybreak-figures", () -> source.ask(), PATIENCE);
        for (RunState state : RunState.values()) {
            gauge("daybreak.runs", "Runs of the whole history", "state", state.toString(), found -> found.figures()
                    .runs()
                    .getOrDefault(state, 0L));
        }
        for (StepState state : StepState.values()) {
            gauge("daybreak.steps", "Steps of the runs at work", "state", state.toString(), found -> found.figures()
                    .openSteps()
                    .getOrDefault(state, 0L));
        }
        gauge("daybreak.queue.runs", "Runs that wait", "lane", "live", found -> found.figures()
                .waitingLive());
        gauge("daybreak.queue.runs", "Runs that wait", "lane", "backfill", found -> found.figures()
                .waitingBackfill());
        gauge(
                "daybreak.queue.oldest.due.seconds",
                "For how long the run has been due that waits longest",
                "lane",
                "live",
                found -> found.figures().oldestDue().toMillis() / 1000.0);
        gauge("daybreak.attempts", "Attempts of the whole history", "state", "lost", found -> found.figures()
                .lostAttempts());
        follow(store, pools);
        Gauge.builder("daybreak.scheduler.lag.seconds", () -> sinceLook.get().toMillis() / 1000.0)
                .description("How long ago the scheduler of this process looked last")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** From now on another store says how things stand, and pools have other slots; what was counted here stays. */
    public void follow(Store store, Map<String, Integer> pools) {
        source = new Source(store, Map.copyOf(pools));
        for (String pool : new TreeSet<>(pools.keySet())) {
            gauge("daybreak.pool.slots.used", "Slots taken by steps at work", pool, PoolUsage::used);
            gauge("daybreak.pool.slots", "Slots of the pool", pool, PoolUsage::slots);
            gauge("daybreak.pool.slots.wanted", "Slots that ready steps wait for", pool, PoolUsage::ready);
        }
    }

    private void gauge(String name, String description, String pool, ToDoubleFunction<PoolUsage> reading) {
        gauge(name, description, "pool", pool, found -> found.pool(pool, reading));
    }

    private void gauge(String name, String description, String tag, String value, ToDoubleFunction<Stored> reading) {
        Gauge.builder(name, this, routes -> routes.read(reading))
                .description(description)
                .tag(tag, value)
                .register(registry);
    }

    private double read(ToDoubleFunction<Stored> reading) {
        Stored found = stored();
        return found == null ? Double.NaN : reading.applyAsDouble(found);
    }

    /** Null while the store does not answer. */
    private synchronized Stored stored() {
        if (storedAt == 0 || System.nanoTime() - storedAt > FRESH.toNanos()) {
            stored = ask();
            storedAt = System.nanoTime();
        }
        return stored;
    }

    private Stored ask() {
        try {
            return question.answer();
        } catch (TimeoutException e) {
            LOG.warn("Cannot read figures: the metadata store has not answered for {} s", PATIENCE.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn(
                    "Cannot read figures from the metadata store: {}",
                    e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** What is told of predictions. */
    public PredictionMetrics predictions() {
        return predictions;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.of(HandlerType.GET, "/metrics", Role.VIEWER, ctx -> ctx.contentType(TYPE)
                .result(registry.scrape())));
    }

    @Override
    public void answered(String method, String route, int status, Duration took) {
        Timer.builder("daybreak.http.requests")
                .description("Requests that were answered")
                .serviceLevelObjectives(BUCKETS)
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(took);
    }

    @Override
    public void close() {
        question.close();
        collections.close();
        registry.close();
    }
}
