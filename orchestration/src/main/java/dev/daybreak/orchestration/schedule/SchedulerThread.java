package dev.daybreak.orchestration.schedule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets a scheduler look whenever something is due, and every second besides, since others may pause and resume. Thread-safe. */
public final class SchedulerThread implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final Consumer<String> notes;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile long looked = System.nanoTime();

    /** @param notes gets a line when runs were queued, and when the store cannot be reached */
    public SchedulerThread(Scheduler scheduler, Consumer<String> notes) {
        this.scheduler = scheduler;
        this.notes = notes;
        this.thread = new Thread(this::lookUntilClosed, "daybreak-scheduler");
        thread.setDaemon(true);
        thread.start();
    }

    private void lookUntilClosed() {
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long to wait for the next look. */
    private Duration look() {
        try {
            List<String> queued = scheduler.look();
            looked = System.nanoTime();
            if (!queued.isEmpty()) {
                notes.accept("Queued " + String.join(", ", queued) + ".");
            }
            Duration pause = scheduler
                    .nextDue()
                    .map(due -> Duration.between(scheduler.now(), due))
                    .orElse(LONGEST_PAUSE);
            return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.isNegative() ? Duration.ZERO : pause;
        } catch (RuntimeException e) {
            // Nothing is lost: what is due meanwhile is queued when the store answers again.
            notes.accept(
                    "Cannot schedule: " + e.getMessage() + " Trying again in " + AFTER_FAILURE.toSeconds() + " s.");
            return AFTER_FAILURE;
        }
    }

    /** How long ago it looked last without a failure; from its start on if it never did. */
    public Duration sinceLook() {
        return Duration.ofNanos(System.nanoTime() - looked);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LONGEST_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
