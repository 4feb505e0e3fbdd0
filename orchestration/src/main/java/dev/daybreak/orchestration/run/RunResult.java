package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How a run ended.
 *
 * @param left attempts that did not stop when they were to; their threads may still be at work, without effect
 * @param steps in the order in which they ended; partitions that were up to date are in none
 */
public record RunResult(String run, RunState outcome, Duration duration, List<StepResult> steps, int left) {
    public RunResult {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(outcome, "outcome");
        steps = List.copyOf(steps);
    }

    /** Of a run that is over, or of what has ended of it so far. */
    static RunResult read(History history, String run, int left) {
        RunRecord record = history.run(run);
        List<StepResult> steps = history.steps(run).stream()
                .filter(step -> step.state().isFinal())
                .sorted(Comparator.comparing(step -> step.ended().orElseThrow()))
                .map(step -> new StepResult(
                        new StepSpan(step.key(), step.asset(), step.partitions()),
                        step.state(),
                        step.words(),
                        step.rows(),
                        step.failure()))
                .toList();
        Duration duration = Duration.between(record.started(), record.ended().orElse(record.started()));
        return new RunResult(run, record.state(), duration, steps, left);
    }

    public int succeeded() {
        return count(StepState.SUCCEEDED);
    }

    /** Those that could not be tried, and those that their pipeline left out. */
    public int skipped() {
        return count(StepState.SKIPPED) + count(StepState.OMITTED);
    }

    public int failed() {
        return count(StepState.FAILED);
    }

    public double seconds() {
        return duration.toMillis() / 1000.0;
    }

    private int count(StepState state) {
        return (int) steps.stream().filter(step -> step.state() == state).count();
    }
}
