package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.project.asset.AssetKey;
import java.time.Duration;

/** Keeps what a listener throws from the run that it watches: showing a run never fails it. Thread-safe if the listener is. */
final class GuardedListener implements RunListener {
    private final RunListener listener;

    GuardedListener(RunListener listener) {
        this.listener = listener;
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException ignored) {
            // Said in the class comment: nobody is there to tell, for it is the listener that shows things.
        }
    }

    @Override
    public void runStarted(String run, int assets) {
        guarded(() -> listener.runStarted(run, assets));
    }

    @Override
    public void planned(AssetKey asset, int steps, int partitions) {
        guarded(() -> listener.planned(asset, steps, partitions));
    }

    @Override
    public void stepStarted(StepSpan step, int tryNumber) {
        guarded(() -> listener.stepStarted(step, tryNumber));
    }

    @Override
    public void stepProgress(StepSpan step, long rows, long total) {
        guarded(() -> listener.stepProgress(step, rows, total));
    }

    @Override
    public void stepRetried(StepSpan step, Failure failure, Duration wait) {
        guarded(() -> listener.stepRetried(step, failure, wait));
    }

    @Override
    public void stepWaits(StepSpan step, String words) {
        guarded(() -> listener.stepWaits(step, words));
    }

    @Override
    public void stepFinished(StepResult result) {
        guarded(() -> listener.stepFinished(result));
    }

    @Override
    public void stepSkipped(StepResult result) {
        guarded(() -> listener.stepSkipped(result));
    }

    @Override
    public void runEnded(RunResult result) {
        guarded(() -> listener.runEnded(result));
    }
}
