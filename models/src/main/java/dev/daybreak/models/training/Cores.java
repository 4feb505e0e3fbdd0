package dev.daybreak.models.training;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The machine's cores and memory, for trainings of this process that run side by side. XGBoost's threads wait for each other by
 * spinning: more of them than cores take far longer than one training after the other. Rows that are trained on lie in memory
 * twice. Who asks first gets first. Thread-safe.
 */
final class Cores {
    private static final int ALL = Runtime.getRuntime().availableProcessors();
    private static final Semaphore FREE = new Semaphore(ALL, true);
    private static final long BYTES_EACH = 256L << 20;
    private static final Semaphore ROOM =
            new Semaphore((int) Math.max(1, Runtime.getRuntime().maxMemory() / BYTES_EACH), true);

    private Cores() {}

    /**
     * Works when there is a share of the heap for it, a quarter of a gigabyte, and a core for each thread; work with more threads
     * than there are cores gets all of them.
     */
    static <T> T with(int threads, Supplier<T> work) {
        int cores = Math.min(threads, ALL);
        ROOM.acquireUninterruptibly();
        FREE.acquireUninterruptibly(cores);
        try {
            return work.get();
        } finally {
            FREE.release(cores);
            ROOM.release();
        }
    }
}
