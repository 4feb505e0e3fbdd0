package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.pipelines.api.Step;
import dev.daybreak.pipelines.api.StepContext;
import dev.daybreak.pipelines.code.StepCode;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one try of a step is about.
 *
 * @param running told how to stop a query that begins
 */
record TryContext(
        StepCode code,
        DataInterval interval,
        String run,
        String key,
        String attempt,
        StepMonitor monitor,
        StepValues values,
        ValueText text,
        Surroundings surroundings,
        Consumer<Runnable> running)
        implements StepContext {
    private static final int MOST_ROWS = 10_000;

    @Override
    public Instant start() {
        return interval.start();
    }

    @Override
    public Instant end() {
        return interval.end();
    }

    @Override
    public ZoneId zone() {
        return code.zone();
    }

    @Override
    public Path project() {
        return surroundings.project();
    }

    @Override
    public Optional<Object> variable(String name) {
        return Optional.ofNullable(surroundings.variables().get(name));
    }

    @Override
    @SuppressWarnings("unchecked") // The value is the one that this very step yielded.
    public <T> Optional<T> find(Step<T> step) {
        String kept = values.find(keyOf(step), interval)
                .orElseThrow(() -> new IllegalStateException("Cannot read the value of step '" + step.name()
                        + "': it was not done for this interval; ask 'isDone' first where the rule permits that"));
        return (Optional<T>) Optional.ofNullable(text.read(kept));
    }

    @Override
    public boolean isDone(Step<?> step) {
        return values.find(keyOf(step), interval).isPresent();
    }

    /** The value of another step; null if it has none. */
    Object valueOrNull(Step<?> step) {
        return values.find(keyOf(step), interval).map(text::read).orElse(null);
    }

    private AssetKey keyOf(Step<?> step) {
        AssetKey other = new AssetKey(code.key().namespace(), step.name());
        if (!code.before().contains(other)) {
            throw new IllegalStateException("Cannot read the value of step '" + step.name() + "': step '"
                    + code.key().name() + "' does not come after it; say so with 'after'");
        }
        return other;
    }

    @Override
    public List<Map<String, Object>> query(String sql) {
        return surroundings.lake().query(sql, interval, MOST_ROWS, running);
    }

    @Override
    public void log(String line) {
        monitor.log(line);
    }

    @Override
    public void warn(String line) {
        monitor.warn(line);
    }

    @Override
    public void progress(long done, long total) {
        monitor.progress(done, total);
    }
}
