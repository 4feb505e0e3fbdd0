package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Session;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Something that a session does for at most so long. */
final class TimedWork {
    /** What is between two calls of a session when it is stopped goes on to the next, so it is stopped again. */
    private static final long AGAIN_MILLIS = 100;

    private final Session session;
    private final Duration limit;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean isStopped;

    private TimedWork(Session session, Duration limit) {
        this.session = session;
        this.limit = limit;
    }

    /**
     * Does it in this thread.
     *
     * @throws DaybreakException {@code TIMED_OUT} if the time is over, when the engine has stopped
     */
    static <T> T within(Duration limit, Session session, Supplier<T> work) {
        TimedWork timed = new TimedWork(session, limit);
        Thread watch = new Thread(timed::watch, "query-limit");
        watch.setDaemon(true);
        watch.start();
        return timed.run(work, watch);
    }

    private <T> T run(Supplier<T> work, Thread watch) {
        try {
            T made = work.get();
            if (isStopped) {
                throw late(null);
            }
            return made;
        } catch (DaybreakException e) {
            throw isStopped ? late(e) : e;
        } finally {
            done.countDown();
            join(watch);
        }
    }

    /** The session is closed next, which nobody may stop any more. */
    private static void join(Thread watch) {
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DaybreakException late(DaybreakException cause) {
        return new DaybreakException(
                ErrorCode.TIMED_OUT,
                "Cannot finish the query: it ran for " + limit.toSeconds() + " seconds and was stopped.",
                "Read fewer rows, by a condition on the time column; or make a table of it, which may take longer.",
                cause);
    }

    private void watch() {
        try {
            if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            isStopped = true;
            do {
                session.cancel();
            } while (!done.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
