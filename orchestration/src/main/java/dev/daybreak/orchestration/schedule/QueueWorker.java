package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.StepWorker;
import dev.daybreak.orchestration.store.Backoff;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Begins runs that are queued and works on the steps of all runs that were begun, by whomever, until it is stopped. One thread works;
 * {@link #finish} and {@link #stop} may be called by any.
 */
public final class QueueWorker implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Runner runner;
    private final StepWorker steps;
    private final RunQueue queue;
    private final PipelineRuns runs;
    private final BackfillRuns backfills;
    private final Consumer<String> notes;
    private volatile boolean finished;
    private volatile boolean stopped;

    /**
     * @param listener what it throws is ignored
     * @param notes gets a line when a run begins, when something was settled, or when the store cannot be reached
     */
    public QueueWorker(
            Runner runner,
            RunQueue queue,
            PipelineRuns runs,
            BackfillRuns backfills,
            RunListener listener,
            Consumer<String> notes) {
        this.runner = runner;
        this.steps = runner.queueWorker(listener, notes);
        this.queue = queue;
        this.runs = runs;
        this.backfills = backfills;
        this.notes = notes;
    }

    /** Works until {@link #stop} or {@link #finish} is called, or the thread is interrupted. A store that is away is waited for. */
    public void work() {
        work(() -> false);
    }

    /** Works until nothing is queued that may start, and no run that was begun is left; false if there was nothing from the beginning. */
    public boolean workOff() {
        boolean[] isAny = new boolean[1];
        work(() -> {
            boolean isLeft = queue.isAnyToDo(runs.mostActive());
            isAny[0] |= isLeft;
            return !isLeft;
        });
        return isAny[0];
    }

    private void work(BooleanSupplier isEnough) {
        Backoff backoff = new Backoff();
        try {
            while (!isOver(isEnough)) {
                Duration wait;
                try {
                    boolean isAny = !finished && steps.room() > 0 && beginNext();
                    isAny |= !finished && steps.begin();
                    wait = isAny ? Duration.ZERO : POLL;
                    backoff = new Backoff();
                } catch (RuntimeException e) {
                    wait = backoff.next();
                    notes.accept("Cannot go on: " + e.getMessage() + " Trying again in " + wait.toSeconds() + " s.");
                }
                steps.await(wait);
                if (steps.left() > 0 && !finished) {
                    notes.accept("A step does not stop though it was told to; this worker ends, so that it does.");
                    finish();
                }
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(BooleanSupplier isEnough) {
        return steps.isIdle() && (finished || isEnough.getAsBoolean());
    }

    /** Begins the run that is to start next. False if there is none. */
    private boolean beginNext() {
        Optional<Taken> taken = queue.take(runs.mostActive());
        taken.ifPresent(this::begin);
        return taken.isPresent();
    }

    private void begin(Taken run) {
        RunRequest request;
        try {
            request = run.backfill().isEmpty() ? runs.request(run, runner.state()) : backfills.request(run);
        } catch (DaybreakException e) {
            queue.fail(run, e.getMessage());
            notes.accept("Run " + run.run() + " failed: " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            if (StoreAway.isCauseOf(e)) {
                StoreAway.patiently(() -> queue.giveBack(run), () -> stopped);
            } else {
                queue.fail(run, "Cannot tell what it asks for: " + e.getMessage());
            }
            throw e;
        }
        if (steps.begin(run, request)) {
            notes.accept("Run " + run.run() + " begins: " + run.words() + ".");
        }
    }

    /** Begins nothing more, and ends when what is at work has ended. */
    public void finish() {
        finished = true;
    }

    /** Ends now: steps at work are stopped, and left to other workers. */
    public void stop() {
        stopped = true;
        finish();
        steps.stop();
    }

    @Override
    public void close() {
        steps.close();
    }
}
