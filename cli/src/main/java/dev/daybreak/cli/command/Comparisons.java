package dev.daybreak.cli.command;

import dev.daybreak.project.Graph;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.Parity;
import dev.daybreak.tables.Parity.Comparison;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Comparisons that go on side by side, each with sessions that the next one takes over, and are told in the order they were asked for. */
final class Comparisons implements AutoCloseable {
    private final Supplier<Parity> opening;
    private final ExecutorService threads;
    private final Queue<Parity> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Comparison>> asked = new ArrayDeque<>();

    /** @param parallel how many at a time */
    Comparisons(Supplier<Parity> opening, int parallel) {
        this.opening = opening;
        this.threads = Executors.newFixedThreadPool(parallel, task -> new Thread(task, "daybreak-parity"));
    }

    /** @param partitions neighbours, in order */
    void add(Graph.Node node, List<DataInterval> partitions) {
        asked.add(threads.submit(() -> compare(node, partitions)));
    }

    private Comparison compare(Graph.Node node, List<DataInterval> partitions) {
        Parity free = idle.poll();
        Parity parity = free == null ? opening.get() : free;
        try {
            return parity.compare(node, partitions.get(0), partitions.get(partitions.size() - 1));
        } finally {
            idle.add(parity);
        }
    }

    /** Waits for the next; null after the last. */
    Comparison next() {
        Future<Comparison> first = asked.poll();
        try {
            return first == null ? null : first.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for a comparison: interrupted", e);
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
        idle.forEach(Parity::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
