package dev.daybreak.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.daybreak.server.metrics.PredictionMetrics.Figures;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PredictionMetricsTest {
    private final AtomicLong nanos = new AtomicLong(7);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PredictionMetrics metrics = new PredictionMetrics(registry, nanos::get);

    @Test
    void tellsHowLongAnswersTookAndWhatBecameOfRequests() {
        metrics.of("clicks");
        for (int i = 1; i <= 100; i++) {
            metrics.answered("clicks", 3, 200, Duration.ofMillis(i));
        }
        metrics.answered("clicks", 0, 400, Duration.ofSeconds(9));
        metrics.answered("clicks", 0, 503, Duration.ofSeconds(9));

        Figures figures = metrics.of("clicks");

        assertThat(figures.requests()).isEqualTo(102);
        assertThat(figures.refused()).isEqualTo(1);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(figures.median().toMillis()).isBetween(48L, 53L);
        assertThat(figures.percentile95().toMillis()).isBetween(92L, 99L);
        assertThat(figures.percentile99().toMillis()).isBetween(96L, 105L);
        assertThat(metrics.of("other").requests()).isZero();
        assertThat(registry.scrape())
                .contains("daybreak_predictions_total{model=\"clicks\"} 300.0", "daybreak_prediction_errors_total");
    }

    @Test
    void ratesAreOfTheLastMinute() {
        metrics.of("clicks");
        pass(Duration.ofMinutes(10));
        for (int second = 0; second < 60; second++) {
            metrics.answered("clicks", 2, 200, Duration.ofMillis(1));
            pass(Duration.ofSeconds(1));
        }

        assertThat(metrics.of("clicks").requestsPerSecond()).isCloseTo(1, within(0.1));
        assertThat(metrics.of("clicks").predictionsPerSecond()).isCloseTo(2, within(0.2));
        pass(Duration.ofSeconds(30));
        assertThat(metrics.of("clicks").requestsPerSecond()).isCloseTo(0.5, within(0.1));
        pass(Duration.ofSeconds(60));
        assertThat(metrics.of("clicks").requestsPerSecond()).isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
