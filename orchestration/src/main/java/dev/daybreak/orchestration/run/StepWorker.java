package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.store.StoreAway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Plans assets and does steps, as many at a time as it has room for, each in a thread of its own. One thread calls {@link #begin} and
 * {@link #await} in turn; {@link #stop} may be called by any.
 */
public final class StepWorker implements AutoCloseable {
    /** How often it looks for what dead processes left. */
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    /** How long it leaves that after it failed. */
    private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(10);

    /** Of a backlog it takes at least this part of all that it works on at a time. */
    private static final int PORTIONS = 4;

    /** How long it waits for room for that. */
    private static final Duration PORTION_WAIT = Duration.ofMillis(20);

    private final WorkContext context;
    private final NodePlanning planning;
    private final StepQueue queue;
    private final StepTrier trier;
    private final Consumer<String> notes;
    private final ExecutorService threads = Executors.newCachedThreadPool(StepWorker::thread);
    private final AtomicBoolean isRecovering = new AtomicBoolean();
    private volatile long recovered;
    // Guarded by this.
    private int active;
    private int left;
    private long changes;
    private long changesSeen;
    /** Whether steps may have been left when some were taken last. */
    private boolean isBacklog;
    /** When that was. */
    private long taken;

    private Throwable defect;

    /** @param notes gets a line when something was settled */
    StepWorker(WorkContext context, Consumer<String> notes) {
        this.context = context;
        this.notes = notes;
        this.planning = new NodePlanning(context);
        this.queue = new StepQueue(
                context.store(),
                context.graph(),
                context.ends(),
                context.settings().lease(),
                context.settings().pools(),
                context.remembered());
        this.trier = new StepTrier(context, planning);
        this.recovered = System.nanoTime() - (context.scope().run().isPresent() ? 0 : RECOVERY.toNanos());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "daybreak-step");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes a place for a piece of work, and gives it back once. */
    private final class Place implements AutoCloseable {
        private boolean isFree;

        Place() {
            synchronized (StepWorker.this) {
                active++;
            }
        }

        @Override
        public void close() {
            synchronized (StepWorker.this) {
                if (!isFree) {
                    isFree = true;
                    active--;
                    changed();
                }
            }
        }

        /** What was given up goes on somewhere, but nobody waits for it. */
        void leave() {
            synchronized (StepWorker.this) {
                left++;
            }
            close();
        }
    }

    private synchronized void changed() {
        changes++;
        notifyAll();
    }

    private synchronized void failed(Throwable thrown) {
        if (!StoreAway.isCauseOf(thrown)) {
            defect = thrown;
        }
    }

    /**
     * How many more plans and steps it could work on now. While more steps wait than it has room for, it waits for some room before it takes
     * more: taking twenty costs hardly more than taking one.
     */
    public synchronized int room() {
        int free = context.settings().parallel() - active;
        boolean isTooSoon = isBacklog
                && free < context.settings().parallel() / PORTIONS
                && System.nanoTime() - taken < PORTION_WAIT.toNanos();
        return context.heart().isStopped() || isTooSoon ? 0 : free;
    }

    private List<StepQueue.Taken> take() {
        int room = room();
        List<StepQueue.Taken> steps = queue.take(room, context.scope());
        if (room > 0) {
            synchronized (this) {
                isBacklog = steps.size() == room;
                taken = System.nanoTime();
            }
        }
        return steps;
    }

    public synchronized boolean isIdle() {
        return active == 0;
    }

    /** How many attempts did not stop when they were to; their threads may still be at work, without effect. */
    public synchronized int left() {
        return left;
    }

    /**
     * Hands a run that was taken from the queue to all workers.
     *
     * @return false if it is in other hands meanwhile, or cancelled
     */
    public boolean begin(RunQueue.Taken taken, RunRequest request) {
        String run = taken.run();
        List<Optional<RunState>> begun = context.store().jdbi().inTransaction(handle -> {
            if (!RunDao.release(handle, run, taken.generation())) {
                return List.of();
            }
            return List.of(context.progress()
                    .begin(handle, run, request, context.store().nowMillis(handle)));
        });
        if (!begun.isEmpty()) {
            context.remembered().add(run, request);
            context.listener().runStarted(run, request.demand().assets().size());
            if (begun.get(0).isPresent()) {
                context.tellEnd(run);
            }
        }
        return !begun.isEmpty();
    }

    /**
     * Begins what is to be done next, as far as there is room. Returns at once.
     *
     * @return whether there was anything to begin
     * @throws RuntimeException what a plan or an attempt threw before this and could not be written down
     */
    public boolean begin() {
        throwDefect();
        recoverIfDue();
        boolean isAny = false;
        while (room() > 0) {
            Optional<NodeDao.ToPlan> node = planning.take(context.scope());
            if (node.isEmpty()) {
                break;
            }
            isAny = true;
            start(place -> planning.plan(node.get()));
        }
        for (StepQueue.Taken step : take()) {
            isAny = true;
            start(place -> context.tell(trier.attempt(step, end -> {
                context.tell(end);
                place.leave();
            })));
        }
        return isAny;
    }

    private void start(Consumer<Place> work) {
        Place place = new Place();
        threads.execute(() -> {
            try {
                work.accept(place);
            } catch (Throwable thrown) {
                // The step is left to a recovery: its attempt's lease runs out.
                failed(thrown);
            } finally {
                place.close();
            }
        });
    }

    private void throwDefect() {
        Throwable thrown;
        synchronized (this) {
            thrown = defect;
            defect = null;
        }
        if (thrown != null) {
            throw Unexpected.told("work on steps", thrown);
        }
    }

    private void recoverIfDue() {
        if (System.nanoTime() - recovered < RECOVERY.toNanos() || !isRecovering.compareAndSet(false, true)) {
            return;
        }
        recovered = System.nanoTime();
        threads.execute(() -> {
            try {
                List<Settled> settled = context.recovery().settle();
                settled.forEach(found -> notes.accept(found.words()));
                if (!settled.isEmpty()) {
                    changed();
                }
            } catch (RuntimeException e) {
                recovered = System.nanoTime() + RECOVERY_PAUSE.toNanos();
                notes.accept("Cannot settle what dead processes left: " + e.getMessage() + " Trying again in "
                        + RECOVERY_PAUSE.toSeconds() + " s.");
            } finally {
                isRecovering.set(false);
            }
        });
    }

    /** Waits until something has ended, at most this long. */
    public synchronized void await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long rest = most.toNanos(); changes == changesSeen && rest > 0; rest = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        changesSeen = changes;
    }

    /** Lets everything stop that is at work, and begins no more; others may go on with it. Returns at once. */
    public void stop() {
        stop(Heart.Stop.WORKER_ENDS);
    }

    void stop(Heart.Stop why) {
        context.heart().stop(why);
        changed();
    }

    /** To be called when it is idle, or nobody wants to wait any longer. */
    @Override
    public void close() {
        context.heart().close();
        threads.shutdown();
    }
}
