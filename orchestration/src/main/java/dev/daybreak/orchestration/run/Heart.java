package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says in the store that a run and its attempts live, every third of a lease, from one thread. Cancels the work of an
 * attempt that others have given up on, since it may not publish any more. Thread-safe.
 */
final class Heart implements AutoCloseable {
    private final Store store;
    private final String run;
    private final long leaseMillis;
    private final Map<Long, Beat> attempts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean cancelled;

    Heart(Store store, String run, Duration lease) {
        this.store = store;
        this.run = run;
        this.leaseMillis = lease.toMillis();
        Thread thread = new Thread(this::beatUntilClosed, "daybreak-heart");
        thread.setDaemon(true);
        thread.start();
    }

    /** An attempt that is kept alive, from claim to end. */
    final class Beat implements AutoCloseable {
        private final long token;
        private Runnable cancel;
        private boolean stopped;

        private Beat(long token) {
            this.token = token;
        }

        /**
         * @param attached called when the attempt is stopped; at once if that has happened already. What it throws is ignored
         */
        void attach(Runnable attached) {
            synchronized (this) {
                cancel = attached;
            }
            if (isStopped()) {
                call(attached);
            }
        }

        private void call(Runnable running) {
            try {
                running.run();
            } catch (RuntimeException ignored) {
                // What cannot be stopped goes on to its end, and is then not published.
            }
        }

        void detach() {
            synchronized (this) {
                cancel = null;
            }
        }

        private void stop() {
            Runnable running;
            synchronized (this) {
                stopped = true;
                running = cancel;
            }
            if (running != null) {
                call(running);
            }
        }

        /** Whether the attempt is to end: the run was cancelled, or others have given the attempt up. */
        synchronized boolean isStopped() {
            return stopped || cancelled;
        }

        @Override
        public void close() {
            attempts.remove(token);
        }
    }

    Beat start(long token) {
        Beat beat = new Beat(token);
        attempts.put(token, beat);
        return beat;
    }

    void cancel() {
        cancelled = true;
        attempts.values().forEach(Beat::stop);
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void beatUntilClosed() {
        try {
            while (!closed.await(Math.max(1, leaseMillis / 3), TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            store.jdbi().useTransaction(handle -> {
                long until = store.nowMillis(handle) + leaseMillis;
                RunDao.renewRun(handle, run, until);
                for (Map.Entry<Long, Beat> attempt : attempts.entrySet()) {
                    if (!AttemptDao.renew(handle, attempt.getKey(), until)) {
                        attempt.getValue().stop();
                    }
                }
            });
        } catch (RuntimeException ignored) {
            // The store is busy or away: the next beat tries again, and if none gets through, the lease runs out.
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
