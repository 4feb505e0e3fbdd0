package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Says in the store that this process's attempts live, and the run that is its own, every third of a lease, from one thread. Stops
 * attempts that others have given up on, since they may not publish any more, and those of runs that were cancelled. Thread-safe.
 */
final class Heart implements AutoCloseable {
    /** Leases are renewed beside everything else: nothing but the rows that they are kept in is shared. */
    private static final String TOPIC = "heart";
    /** How soon an attempt whose run others cancel notices. */
    private static final long LOOK_MILLIS = 1_000;

    private final Store store;
    private final Optional<String> ownRun;
    private final long leaseMillis;
    private final Duration grace;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Heart::clockThread);
    private final Map<Long, Beat> attempts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Why everything is to end; null while it may go on. */
    private volatile Stop all;

    /** @param ownRun the run that ends with this process, if it works on one */
    Heart(Store store, Optional<String> ownRun, Duration lease, Duration grace) {
        this.store = store;
        this.ownRun = ownRun;
        this.leaseMillis = lease.toMillis();
        this.grace = grace;
        clock.setRemoveOnCancelPolicy(true);
        Thread thread = new Thread(this::beatUntilClosed, "daybreak-heart");
        thread.setDaemon(true);
        thread.start();
    }

    /** Why an attempt is to end before its time. */
    enum Stop {
        /** The run was cancelled. */
        CANCELLED,
        /** The worker is to end; others go on with its steps. */
        WORKER_ENDS,
        /** Others took the attempt for dead. */
        OVERTAKEN,
        /** It took longer than it may. */
        TIMED_OUT
    }

    /** An attempt that is kept alive, from claim to end. */
    final class Beat implements AutoCloseable {
        private final long token;
        private final String run;
        private final List<Future<?>> timers = new ArrayList<>();
        private Runnable cancel;
        private Runnable ignored = () -> {};
        private Stop stopped;

        private Beat(long token, String run) {
            this.token = token;
            this.run = run;
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

        /** Stops the attempt after this time, unless it is detached before. */
        void stopAfter(Duration bound) {
            schedule(bound, () -> stop(Stop.TIMED_OUT));
        }

        /** Calls this from another thread if the attempt is stopped, and neither detached nor closed within the grace after it. */
        synchronized void whenIgnored(Runnable told) {
            ignored = told;
        }

        private void tellIgnored() {
            Runnable told;
            synchronized (this) {
                told = ignored;
            }
            told.run();
        }

        private synchronized void schedule(Duration after, Runnable task) {
            if (closed.getCount() > 0) {
                timers.add(clock.schedule(() -> call(task), after.toMillis(), TimeUnit.MILLISECONDS));
            }
        }

        private void call(Runnable running) {
            try {
                running.run();
            } catch (RuntimeException ignored) {
                // What cannot be stopped goes on to its end, and is then not published.
            }
        }

        /** From now on the attempt goes on to its end. */
        synchronized void detach() {
            cancel = null;
            timers.forEach(timer -> timer.cancel(false));
        }

        private void stop(Stop why) {
            Runnable running;
            synchronized (this) {
                if (stopped == null) {
                    stopped = why;
                    schedule(grace, this::tellIgnored);
                }
                running = cancel;
            }
            if (running != null) {
                call(running);
            }
        }

        /** Why the attempt is to end; empty if it may go on. */
        synchronized Optional<Stop> stopped() {
            return Optional.ofNullable(stopped == null ? all : stopped);
        }

        boolean isStopped() {
            return stopped().isPresent();
        }

        @Override
        public void close() {
            attempts.remove(token);
            detach();
        }
    }

    Beat start(long token, String run) {
        Beat beat = new Beat(token, run);
        attempts.put(token, beat);
        return beat;
    }

    /** Stops every attempt, also those that are yet to begin. The first reason counts. */
    void stop(Stop why) {
        synchronized (this) {
            all = all == null ? why : all;
        }
        attempts.values().forEach(attempt -> attempt.stop(all));
    }

    boolean isStopped() {
        return all != null;
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
                stopCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopCancelled() {
        Set<String> runs =
                attempts.values().stream().map(attempt -> attempt.run).collect(Collectors.toSet());
        if (runs.isEmpty()) {
            return;
        }
        try {
            Set<String> cancelled = store.jdbi().withHandle(handle -> QueueDao.cancelAsked(handle, runs));
            attempts.values().stream()
                    .filter(attempt -> cancelled.contains(attempt.run))
                    .forEach(attempt -> attempt.stop(Stop.CANCELLED));
        } catch (RuntimeException | OutOfMemoryError ignored) {
            // The store is busy or away, or a step has taken all memory: the next look tries again.
        }
    }

    private void beat() {
        try {
            store.inLightTransaction(TOPIC, handle -> {
                long until = store.nowMillis(handle) + leaseMillis;
                if (ownRun.isPresent() && !RunDao.renewRun(handle, ownRun.get(), until)) {
                    stop(Stop.CANCELLED);
                }
                for (Map.Entry<Long, Beat> attempt : attempts.entrySet()) {
                    if (!AttemptDao.renew(handle, attempt.getKey(), until)) {
                        attempt.getValue().stop(Stop.OVERTAKEN);
                    }
                }
                return null;
            });
        } catch (RuntimeException | OutOfMemoryError ignored) {
            // The store is busy or away, or a step has taken all memory: the next beat tries again, and if none gets
            // through, the lease runs out.
        }
    }

    private static Thread clockThread(Runnable task) {
        Thread thread = new Thread(task, "daybreak-timeouts");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        closed.countDown();
        clock.shutdownNow();
    }
}
