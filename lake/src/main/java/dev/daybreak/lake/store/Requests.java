package dev.daybreak.lake.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Requests to a store, some at a time, since most of each is waiting. Thread-safe. */
public final class Requests implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private final int atOnce;
    private ExecutorService threads;

    public Requests() {
        this(AT_ONCE);
    }

    /** @param atOnce how many are at work at most, at least 1 */
    public Requests(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Does something with each; what fails first is thrown when no other is at work any more. Who is interrupted meanwhile waits no longer: a
     * request that hangs knows no interrupt.
     */
    public <T> void all(Collection<T> objects, Consumer<T> each) {
        if (objects.isEmpty()) {
            return;
        }
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (T object : objects) {
            calls.add(() -> {
                each.accept(object);
                return true;
            });
        }
        List<Future<Boolean>> results;
        try {
            results = threads().invokeAll(calls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedTransfer(e);
        }
        for (Future<Boolean> result : results) {
            await(result);
        }
    }

    private static void await(Future<Boolean> result) {
        try {
            result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedTransfer(e);
        }
    }

    private synchronized ExecutorService threads() {
        if (threads == null) {
            threads = Executors.newFixedThreadPool(atOnce, work -> {
                Thread thread = new Thread(work, "daybreak-objects");
                thread.setDaemon(true);
                return thread;
            });
        }
        return threads;
    }

    @Override
    public synchronized void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
