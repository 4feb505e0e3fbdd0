package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreAway;
import java.time.Duration;
import java.util.function.Supplier;

/** A run that one process works on alone, and that ends with it. {@link #cancel} may be called by any thread. */
final class OwnRun {
    private static final Duration POLL = Duration.ofMillis(50);

    private final String run;
    private final String by;
    private final Store store;
    private final StepWorker worker;
    private volatile boolean cancelled;

    OwnRun(String run, String by, Store store, StepWorker worker) {
        this.run = run;
        this.by = by;
        this.store = store;
        this.worker = worker;
    }

    void cancel() {
        cancelled = true;
        worker.stop(Heart.Stop.CANCELLED);
    }

    /**
     * Works until the run is over and all of its work put away, or given up.
     *
     * @param patience how long to wait for what is at work if the run cannot be brought to its end in order
     */
    void work(Duration patience) {
        boolean interrupted = false;
        boolean isCancelWritten = false;
        try {
            while (!isOver()) {
                if (cancelled && !isCancelWritten) {
                    writeCancel();
                    isCancelWritten = true;
                }
                Duration wait = worker.begin() ? Duration.ZERO : POLL;
                try {
                    worker.await(wait);
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
        } catch (RuntimeException e) {
            abandon(patience);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A worker that is not idle may still be at what the end of the run has made useless. */
    private boolean isOver() {
        return worker.isIdle()
                && isFinal(patiently(() -> store.jdbi().withHandle(handle -> QueueDao.state(handle, run))));
    }

    private static boolean isFinal(RunState state) {
        return state != RunState.RUNNING && state != RunState.QUEUED;
    }

    private void writeCancel() {
        patiently(() -> store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            QueueDao.askCancel(handle, run, by, now);
            return RunProgress.cancel(handle, run, now);
        }));
    }

    /** Once the run is cancelled, nobody waits for a store that is away. */
    private <T> T patiently(Supplier<T> call) {
        return StoreAway.patiently(call, () -> cancelled);
    }

    private void abandon(Duration patience) {
        worker.stop(Heart.Stop.CANCELLED);
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!worker.isIdle() && System.nanoTime() < end) {
                worker.await(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            store.jdbi()
                    .useTransaction(
                            handle -> RunProgress.interrupt(handle, run, RunState.FAILED, store.nowMillis(handle)));
        } catch (RuntimeException ignored) {
            // A recovery closes it: what ended it is thrown to whoever called.
        }
    }
}
