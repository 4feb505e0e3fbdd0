package dev.daybreak.lake;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs Iceberg's small tasks on the thread that asks. Iceberg waits for tasks of its own pool by looking every ten
 * milliseconds, several times in one commit, which is longer than a local manifest takes to read or write.
 */
final class CallerThread extends AbstractExecutorService {
    static final CallerThread INSTANCE = new CallerThread();

    private CallerThread() {}

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    /** Does nothing: there is only one, and it holds no thread. */
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
