package dev.daybreak.server.web;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A question whose answer may take long, such as one to a store that is away: it is asked in a thread of its own, once at a time, and whoever
 * wants to know waits for so long and no longer. Thread-safe.
 */
public final class BoundedQuestion<T> implements AutoCloseable {
    private final Supplier<T> question;
    private final Duration patience;
    private final ExecutorService asking;
    // Guarded by this.
    private Future<T> asked;

    /** @param name of the thread */
    public BoundedQuestion(String name, Supplier<T> question, Duration patience) {
        this.question = question;
        this.patience = patience;
        this.asking = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    public Duration patience() {
        return patience;
    }

    /**
     * The answer to the question that is being asked, else to a new one.
     *
     * @throws TimeoutException if it does not come in time; the next call waits for the same answer
     * @throws ExecutionException with what the question threw
     */
    public T answer() throws TimeoutException, ExecutionException, InterruptedException {
        return ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized Future<T> ask() {
        if (asked == null || asked.isDone()) {
            asked = asking.submit(question::get);
        }
        return asked;
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
