package dev.daybreak.cli.command;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work that goes on side by side, each with something that the next one takes over, and is told in the order it was asked for.
 *
 * @param <T> what one piece of work has to itself, such as sessions
 * @param <R> what comes of it
 */
final class SideBySide<T, R> implements AutoCloseable {
    private final Supplier<T> opening;
    private final Consumer<T> closing;
    private final ExecutorService threads;
    private final Queue<T> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Future<R>> asked = new ArrayDeque<>();

    /** @param parallel how many at a time */
    SideBySide(Supplier<T> opening, Consumer<T> closing, int parallel) {
        this.opening = opening;
        this.closing = closing;
        this.threads = Executors.newFixedThreadPool(parallel, task -> new Thread(task, "daybreak-side-by-side"));
    }

    void add(Function<T, R> work) {
        asked.add(threads.submit(() -> carryOut(work)));
    }

    private R carryOut(Function<T, R> work) {
        T free = idle.poll();
        T own = free == null ? opening.get() : free;
        try {
            return work.apply(own);
        } finally {
            idle.add(own);
        }
    }

    /** Waits for the next; null after the last. */
    R next() {
        Future<R> first = asked.poll();
        try {
            return first == null ? null : first.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for what is done side by side: interrupted", e);
        }
    }

    /** Leaves out what has not begun, and waits for what has. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        idle.forEach(closing);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
