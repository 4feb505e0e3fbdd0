package dev.daybreak.engine.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Why workers failed. Where one of them refuses something, the others fail because it no longer answers, and Spark tells of the one that it
 * hears of first. Thread-safe.
 */
final class WorkerFailures extends SparkListener {
    /** What workers say that only waited for another one. */
    private static final List<String> WAITED = List.of("allreduce", "rabit", "tracker", "collective", "connection");

    private final List<String> failures = new ArrayList<>();
    private int running;

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        running++;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running--;
        if (end.reason() instanceof ExceptionFailure failure) {
            failures.add(failure.description());
        }
        notifyAll();
    }

    /**
     * What a worker says that did not fail since another one had. Waits until all workers have ended, but not longer than it is given.
     *
     * @return empty if there is none
     */
    synchronized Optional<String> cause(long mostMillis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        while (running > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return failures.stream().filter(WorkerFailures::isOwn).findFirst();
    }

    private static boolean isOwn(String failure) {
        String lower = failure.toLowerCase(Locale.ROOT);
        return WAITED.stream().noneMatch(lower::contains);
    }
}
