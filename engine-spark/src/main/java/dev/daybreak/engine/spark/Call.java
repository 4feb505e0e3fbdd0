package dev.daybreak.engine.spark;

import dev.daybreak.project.problem.DaybreakException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One call of a session, from its start until its rows are closed: what {@link ConnectSession#cancel} stops. One thread runs it,
 * any thread cancels it; the monitor of this object guards its state.
 *
 * <p>An interrupt that comes just before the server begins is lost, so cancelling repeats it until the call ends.
 */
final class Call {
    private static final int INTERRUPTS = 100;
    private static final long MILLIS_BETWEEN = 50;

    /** Before the first. */
    static final Call NONE = new Call("start", "", () -> {}, () -> "", new Memory("", Path.of("")));

    private final String what;
    private final String sql;
    private final Runnable interrupt;
    private final Supplier<String> refusal;
    private final Memory memory;
    private boolean cancelled;
    /** Why the server is gone; empty while it is there. */
    private String lost = "";
    /** The thread that runs the call now; null if none does. */
    private Thread running;

    /**
     * @param what as in "Cannot <i>run the query</i>"
     * @param sql the author's text; empty if there is none
     * @param interrupt tells the server to stop what the session does
     * @param refusal what the server said when it last refused a request
     * @param memory tells whether it lacked
     */
    Call(String what, String sql, Runnable interrupt, Supplier<String> refusal, Memory memory) {
        this.what = what;
        this.sql = sql;
        this.interrupt = interrupt;
        this.refusal = refusal;
        this.memory = memory;
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
            throw told(e);
        } finally {
            leave();
        }
        checkCancelled();
        return result;
    }

    private synchronized DaybreakException told(Throwable error) {
        if (!lost.isEmpty()) {
            return SparkErrors.lost(what, lost, memory, error);
        }
        return cancelled
                ? SparkErrors.cancelled(what, error)
                : SparkErrors.translate(what, error, sql, refusal.get(), memory);
    }

    /** Ends the call, since the server is gone: the client itself would try to reach it for minutes. */
    synchronized void lose(String why) {
        lost = why;
        if (running != null) {
            running.interrupt();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        try {
            interrupt.run();
            for (int i = 0; i < INTERRUPTS && running != null; i++) {
                wait(MILLIS_BETWEEN);
                interrupt.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void checkCancelled() {
        if (cancelled) {
            throw SparkErrors.cancelled(what, null);
        }
    }

    private synchronized void enter() {
        checkCancelled();
        if (!lost.isEmpty()) {
            throw SparkErrors.lost(what, lost, memory, null);
        }
        running = Thread.currentThread();
    }

    private synchronized void leave() {
        running = null;
        if (!lost.isEmpty()) {
            Thread.interrupted();
        }
        notifyAll();
    }
}
