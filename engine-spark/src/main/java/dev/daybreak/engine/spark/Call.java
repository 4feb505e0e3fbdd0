package dev.daybreak.engine.spark;

import dev.daybreak.project.problem.DaybreakException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One call of a session, from its start until its rows are closed: what {@link ConnectSession#cancel} stops. One thread runs it,
 * any thread cancels it; the monitor of this object guards both flags.
 *
 * <p>An interrupt that comes just before the server begins is lost, so cancelling repeats it until the call ends.
 */
final class Call {
    private static final int INTERRUPTS = 100;
    private static final long MILLIS_BETWEEN = 50;

    /** Before the first. */
    static final Call NONE = new Call("start", "", () -> {}, () -> "");

    private final String what;
    private final String sql;
    private final Runnable interrupt;
    private final Supplier<String> refusal;
    private boolean cancelled;
    private boolean running;

    /**
     * @param what as in "Cannot <i>run the query</i>"
     * @param sql the author's text; empty if there is none
     * @param interrupt tells the server to stop what the session does
     * @param refusal what the server said when it last refused a request
     */
    Call(String what, String sql, Runnable interrupt, Supplier<String> refusal) {
        this.what = what;
        this.sql = sql;
        this.interrupt = interrupt;
        this.refusal = refusal;
    }

    /** Something that the server does and that may take long. */
    <T> T run(Callable<T> action) {
        enter();
        T result;
        try {
            result = action.call();
        } catch (DaybreakException e) {
            throw e;
        } catch (Throwable e) {
            // Spark's exceptions are checked ones that its methods, written in Scala, do not declare.
            throw isCancelled() ? SparkErrors.cancelled(what, e) : SparkErrors.translate(what, e, sql, refusal.get());
        } finally {
            leave();
        }
        checkCancelled();
        return result;
    }

    synchronized void cancel() {
        cancelled = true;
        try {
            interrupt.run();
            for (int i = 0; i < INTERRUPTS && running; i++) {
                wait(MILLIS_BETWEEN);
                interrupt.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private void checkCancelled() {
        if (isCancelled()) {
            throw SparkErrors.cancelled(what, null);
        }
    }

    private synchronized void enter() {
        checkCancelled();
        running = true;
    }

    private synchronized void leave() {
        running = false;
        notifyAll();
    }
}
