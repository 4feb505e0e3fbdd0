package dev.daybreak.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What endpoints of models were asked, and how they answered, in this process. Thread-safe. */
public final class PredictionMetrics {
    /** So far back percentiles look. */
    public static final Duration PERCENTILES_OVER = Duration.ofMinutes(5);

    private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final Map<String, Meters> models = new ConcurrentHashMap<>();

    PredictionMetrics(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
    }

    /** Those of one model. */
    private record Meters(
            Timer answers, Counter predictions, Counter refused, Counter failed, RecentRate asked, RecentRate told) {}

    /**
     * How an endpoint does.
     *
     * @param requestsPerSecond in the last minute, whatever became of them
     * @param predictionsPerSecond likewise
     * @param requests since the process began
     * @param refused of them, those that were wrong by themselves: status 400 to 499
     * @param failed of them, those that could not be answered: status 500 and more
     * @param median time that an answer took, of those of the last minutes; zero, as the other two, if there were none
     */
    public record Figures(
            double requestsPerSecond,
            double predictionsPerSecond,
            long requests,
            long refused,
            long failed,
            Duration median,
            Duration percentile95,
            Duration percentile99) {}

    /** A request to a model was answered. */
    public void answered(String model, int predictions, int status, Duration took) {
        Meters meters = meters(model);
        meters.asked().add(1);
        if (status >= 500) {
            meters.failed().increment();
        } else if (status >= 400) {
            meters.refused().increment();
        } else {
            meters.answers().record(took);
            meters.predictions().increment(predictions);
            meters.told().add(predictions);
        }
    }

    public Figures of(String model) {
        Meters meters = meters(model);
        long refused = (long) meters.refused().count();
        long failed = (long) meters.failed().count();
        ValueAtPercentile[] values = meters.answers().takeSnapshot().percentileValues();
        return new Figures(
                meters.asked().perSecond(),
                meters.told().perSecond(),
                meters.answers().count() + refused + failed,
                refused,
                failed,
                took(values[0]),
                took(values[1]),
                took(values[2]));
    }

    private static Duration took(ValueAtPercentile value) {
        return Duration.ofNanos((long) value.value(TimeUnit.NANOSECONDS));
    }

    private Meters meters(String model) {
        return models.computeIfAbsent(
                model,
                name -> new Meters(
                        Timer.builder("daybreak.prediction.answers")
                                .description("Requests that models answered")
                                .tag("model", name)
                                .publishPercentiles(PERCENTILES)
                                .distributionStatisticExpiry(PERCENTILES_OVER)
                                .register(registry),
                        Counter.builder("daybreak.predictions")
                                .description("Predictions that were made")
                                .tag("model", name)
                                .register(registry),
                        errors(name, "refused"),
                        errors(name, "failed"),
                        new RecentRate(nanos),
                        new RecentRate(nanos)));
    }

    private Counter errors(String model, String outcome) {
        return Counter.builder("daybreak.prediction.errors")
                .description("Requests to models that were not answered: refused for what they said, or failed")
                .tag("model", model)
                .tag("outcome", outcome)
                .register(registry);
    }
}
