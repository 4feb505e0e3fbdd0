package dev.daybreak.cli.console;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.orchestration.run.StepSpan;
import dev.daybreak.project.time.IntervalText;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Shows a run: a bar with rows, speed and time for each running step on a terminal, a plain line for each ended step
 * elsewhere. Thread-safe: every method takes the listener's lock.
 */
public final class ProgressListener implements RunListener, AutoCloseable {
    private static final int NAME_WIDTH = 44;
    private final Output output;
    private final ZoneId zone;
    private final boolean bars;
    private final Map<String, Long> started = new HashMap<>();
    private final Map<String, String> waits = new HashMap<>();
    private final Map<String, ProgressBar> running = new HashMap<>();

    public ProgressListener(Output output, ZoneId zone) {
        this.output = output;
        this.zone = zone;
        this.bars = isTerminal() && !output.isJson();
    }

    @SuppressWarnings("SystemConsoleNull") // On Java 17 there is a console only if input and output are a terminal.
    private static boolean isTerminal() {
        return System.console() != null;
    }

    @Override
    public synchronized void stepStarted(StepSpan step, int tryNumber) {
        started.putIfAbsent(step.key(), System.nanoTime());
        if (bars && !running.containsKey(step.key())) {
            running.put(
                    step.key(),
                    new ProgressBarBuilder()
                            .setTaskName(name(step))
                            .setInitialMax(-1)
                            .setRenderer(new StepLine())
                            .setUpdateIntervalMillis(200)
                            .clearDisplayOnFinish()
                            .build());
        }
    }

    @Override
    public synchronized void stepProgress(StepSpan step, long rows, long total) {
        ProgressBar bar = running.get(step.key());
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(rows);
        }
    }

    @Override
    public synchronized void stepRetried(StepSpan step, Failure failure, Duration wait) {
        output.note("retry  " + name(step) + " in " + wait.toMillis() / 1000.0 + " s: " + failure.message());
    }

    @Override
    public synchronized void stepWaits(StepSpan step, String words) {
        if (!words.equals(waits.put(step.key(), words))) {
            output.note("waiting    " + padded(name(step)) + "  " + words);
        }
    }

    @Override
    public synchronized void stepFinished(StepResult result) {
        ProgressBar bar = running.remove(result.step().key());
        if (bar != null) {
            bar.close();
        }
        Long start = started.get(result.step().key());
        double seconds = start == null ? 0 : (System.nanoTime() - start) / 1e9;
        String rows = result.rows() > 0 ? String.format(Locale.ROOT, "%,d rows", result.rows()) : "";
        output.note(String.format(
                        Locale.ROOT,
                        "%-9s  %s  %6.1f s  %s  %s",
                        result.state(),
                        padded(name(result.step())),
                        seconds,
                        String.format("%16s", rows),
                        result.words())
                .stripTrailing());
        result.failure()
                .ifPresent(failure -> output.note("  "
                        + Output.text(failure.message(), failure.place(), failure.mend())
                                .replace("\n", "\n  ")));
    }

    @Override
    public synchronized void stepSkipped(StepResult result) {
        output.note("skipped    " + padded(name(result.step())) + "  " + result.words());
    }

    @Override
    public synchronized void runEnded(RunResult result) {
        if (result.steps().isEmpty()) {
            output.note(
                    String.format(Locale.ROOT, "Nothing to do: everything is up to date. %.1f s", result.seconds()));
            return;
        }
        output.note(String.format(
                Locale.ROOT,
                "%nRun %s %s: %s succeeded, %d skipped, %d failed in %.1f s.",
                result.run(),
                result.outcome(),
                Words.count(result.succeeded(), "step"),
                result.skipped(),
                result.failed(),
                result.seconds()));
        if (result.failed() > 0) {
            output.note("See 'daybreak logs " + result.run() + "' for what happened, and run again once it is mended.");
        }
    }

    private String name(StepSpan step) {
        String interval = step.interval().isAll() ? "" : " " + IntervalText.of(step.interval(), zone);
        return step.asset() + interval;
    }

    private static String padded(String name) {
        return name.length() >= NAME_WIDTH ? name : name + " ".repeat(NAME_WIDTH - name.length());
    }

    @Override
    public synchronized void close() {
        running.values().forEach(ProgressBar::close);
        running.clear();
    }
}
