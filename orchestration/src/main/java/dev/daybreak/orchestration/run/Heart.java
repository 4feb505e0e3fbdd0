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
    /** How soon a run that others cancel notices. */
    private static final long LOOK_MILLIS = 1_000;

    private final Store store;
    private final String run;
    private final int generation;
    private final long leaseMillis;
    private final Map<Long, Beat> attempts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean cancelled;
    private volatile Runnable whenCancelled = () -> {};

    Heart(Store store, String run, int generation, Duration lease) {
        this.store = store;
        this.run = run;
        this.generation = generation;
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

    /** Calls this after the work was cancelled, whoever did so. */
    void whenCancelled(Runnable told) {
        whenCancelled = told;
    }

    void cancel() {
        cancelled = true;
        whenCancelled.run();
        attempts.values().forEach(Beat::stop);
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void beatUntilClosed() {
        try {
            long every = Math.max(1, leaseMillis / 3);
            long beaten = System.nanoTime();
            while (!closed.await(Math.min(LOOK_MILLIS, every), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - beaten >= TimeUnit.MILLISECONDS.toNanos(every)) {
                    beaten = System.nanoTime();
                    beat();
                }
                cancelIfAsked();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancelIfAsked() {
        try {
            if (!cancelled && store.jdbi().withHandle(handle -> QueueDao.isCancelAsked(handle, run))) {
                cancel();
            }
        } catch (RuntimeException ignored) {
            // The store is busy or away: the next look tries again.
        }
    }

    private void beat() {
        try {
            store.jdbi().useTransaction(handle -> {
                long until = store.nowMillis(handle) + leaseMillis;
                if (!RunDao.renewRun(handle, run, generation, until)) {
                    cancel();
                }
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
