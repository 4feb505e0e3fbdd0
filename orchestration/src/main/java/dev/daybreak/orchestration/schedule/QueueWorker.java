package dev.daybreak.orchestration.schedule;

import dev.daybreak.orchestration.backfill.BackfillRuns;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunQueue.Taken;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.store.Backoff;
import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes runs from the queue and works on them, one at a time, until it is stopped. */
public final class QueueWorker {
    private static final Duration POLL = Duration.ofMillis(100);
    /** How often an idle worker looks for what dead ones left. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Runner runner;
    private final RunQueue queue;
    private final PipelineRuns runs;
    private final BackfillRuns backfills;
    private final RunListener listener;
    private final Consumer<String> notes;
    private final CountDownLatch stopped = new CountDownLatch(1);

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
        this.queue = queue;
        this.runs = runs;
        this.backfills = backfills;
        this.listener = listener;
        this.notes = notes;
    }

    /** Works until {@link #stop} or {@link #finish} is called, or the thread is interrupted. A store that is away is waited for. */
    public void work() {
        long recovered = System.nanoTime() - RECOVERY.toNanos();
        Backoff backoff = new Backoff();
        boolean more = true;
        while (more) {
            Duration wait = POLL;
            try {
                if (System.nanoTime() - recovered >= RECOVERY.toNanos()) {
                    runner.recover().forEach(settled -> notes.accept(settled.words()));
                    recovered = System.nanoTime();
                }
                wait = workOnNext() ? Duration.ZERO : POLL;
                backoff = new Backoff();
            } catch (RuntimeException e) {
                wait = backoff.next();
                notes.accept("Cannot go on: " + e.getMessage() + " Trying again in " + wait.toSeconds() + " s.");
            }
            more = !isStopped(wait);
        }
    }

    private boolean isStopped(Duration wait) {
        try {
            return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Works on the run that is to start next, to its end. False if there is none. */
    public boolean workOnNext() {
        Optional<Taken> taken = queue.take(runs.mostActive());
        taken.ifPresent(this::workOn);
        return taken.isPresent();
    }

    private void workOn(Taken run) {
        RunRequest request;
        try {
            request = run.backfill().isEmpty() ? runs.request(run, runner.state()) : backfills.request(run);
        } catch (DaybreakException e) {
            queue.fail(run, e.getMessage());
            notes.accept("Run " + run.run() + " failed: " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            if (StoreAway.isCauseOf(e)) {
                StoreAway.patiently(() -> queue.giveBack(run), () -> stopped.getCount() == 0);
            } else {
                queue.fail(run, "Cannot tell what it asks for: " + e.getMessage());
            }
            throw e;
        }
        notes.accept("Run " + run.run() + " begins: " + run.words() + ".");
        if (runner.run(run, request, listener).left() > 0) {
            notes.accept("A step of run " + run.run()
                    + " does not stop though it was told to; this worker ends, so that it does.");
            finish();
        }
    }

    /** Ends after the run that is at work. */
    public void finish() {
        stopped.countDown();
    }

    /** Ends now: the run at work is stopped and goes back to the queue. */
    public void stop() {
        stopped.countDown();
        runner.cancel();
    }
}
