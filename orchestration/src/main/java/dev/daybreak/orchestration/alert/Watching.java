package dev.daybreak.orchestration.alert;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks again and again, in a thread of its own, until it is closed. Thread-safe. */
public final class Watching implements AutoCloseable {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String what;
    private final Duration every;
    private final Runnable look;
    private final Consumer<String> notes;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param what cannot be done while looking fails, after "Cannot"
     * @param every the pause between two looks
     * @param notes gets a line when a look fails; the next one follows in any case
     */
    public Watching(String what, Duration every, Runnable look, Consumer<String> notes) {
        this.what = what;
        this.every = every;
        this.look = look;
        this.notes = notes;
        this.thread = new Thread(this::lookUntilClosed, "daybreak-watching");
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
            look.run();
            return every;
        } catch (RuntimeException e) {
            if (closed.getCount() > 0) {
                notes.accept("Cannot " + what + ": " + e.getMessage() + " Trying again in " + AFTER_FAILURE.toSeconds()
                        + " s.");
            }
            return AFTER_FAILURE;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
