package dev.daybreak.models.training;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The machine's cores, for trainings of this process that run side by side. XGBoost's threads wait for each other by spinning:
 * more of them than cores take far longer than one training after the other. Who asks first gets first. Thread-safe.
 */
final class Cores {
    private static final int ALL = Runtime.getRuntime().availableProcessors();
    private static final Semaphore FREE = new Semaphore(ALL, true);

    private Cores() {}

    /** Works when a core is free for each thread; work with more threads than there are cores gets all of them. */
    static <T> T with(int threads, Supplier<T> work) {
        int cores = Math.min(threads, ALL);
        FREE.acquireUninterruptibly(cores);
        try {
            return work.get();
        } finally {
            FREE.release(cores);
        }
    }
}
