package dev.daybreak.orchestration.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Carries out small transactions of many threads together. Who comes while one is at work waits, and the first of those that wait carries out
 * the work of all of them in the next one (flat combining; D. Hendler, I. Incze, N. Shavit and M. Tzafrir, SPAA 2010). So a database
 * with one writer at a time is neither handed from thread to thread nor committed for each. Each part sees the work of those before it, and is undone by
 * itself if it throws. Thread-safe.
 */
final class SharedTransactions {
    /** So many parts share a transaction at most: others, of the whole store, want their turn too. */
    private static final int MOST = 64;

    private static final String SAVEPOINT = "part";

    private final Jdbi jdbi;
    private final LogFlush log;
    private final ToLongFunction<Handle> now;
    // Guarded by this.
    private final Deque<Part<?, ?>> waiting = new ArrayDeque<>();
    private boolean isLed;

    /**
     * @param jdbi that does not flush the log after transactions that are {@link Store#LIGHT}
     * @param now asks for the time, for all parts at once
     */
    SharedTransactions(Jdbi jdbi, LogFlush log, ToLongFunction<Handle> now) {
        this.jdbi = jdbi;
        this.log = log;
        this.now = now;
    }

    /**
     * Runs a part of a transaction, in this thread or another, and returns when it is committed.
     *
     * @param isLight whether it need not be on the disk when it returns
     * @throws X what the part threw; of others' parts it is not told
     */
    <R, X extends Exception> R run(boolean isLight, HandleCallback<R, X> callback) throws X {
        Part<R, X> part = new Part<>(isLight, callback);
        boolean isToLead = isFirst(part);
        while (isToLead || part.awaitLead()) {
            lead();
            isToLead = false;
        }
        return part.outcome();
    }

    private synchronized boolean isFirst(Part<?, ?> part) {
        waiting.add(part);
        boolean isFirst = !isLed;
        isLed = true;
        return isFirst;
    }

    private synchronized List<Part<?, ?>> takeWaiting() {
        List<Part<?, ?>> taken = new ArrayList<>(MOST);
        while (taken.size() < MOST && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    private synchronized void passOn() {
        isLed = !waiting.isEmpty();
        if (isLed) {
            waiting.element().lead();
        }
    }

    /** Whatever is thrown, of memory that is used up too, somebody leads on and nobody is left waiting. */
    private void lead() {
        List<Part<?, ?>> parts = List.of();
        Throwable failure = null;
        try {
            parts = takeWaiting();
            carryOut(parts);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        // The next transaction goes on while this one comes to the disk.
        passOn();
        try {
            if (failure == null && !parts.stream().allMatch(part -> part.isLight)) {
                flush();
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
        for (Part<?, ?> part : parts) {
            part.end(failure);
        }
    }

    private void carryOut(List<Part<?, ?>> parts) {
        jdbi.useHandle(handle -> {
            handle.define(Store.LIGHT, true);
            try {
                handle.useTransaction(open -> {
                    open.define(Store.BEGAN, now.applyAsLong(open));
                    parts.forEach(part -> part.run(open));
                });
            } finally {
                handle.define(Store.LIGHT, false);
                handle.define(Store.BEGAN, false);
            }
        });
    }

    private void flush() {
        try {
            log.flush();
        } catch (IOException e) {
            throw new TransactionException("Cannot bring a transaction to the disk", e);
        }
    }

    private static final class Part<R, X extends Exception> {
        private final boolean isLight;
        private final HandleCallback<R, X> callback;
        private R result;
        private Throwable failure;
        // Guarded by this.
        private boolean isToLead;
        private boolean isOver;

        private Part(boolean isLight, HandleCallback<R, X> callback) {
            this.isLight = isLight;
            this.callback = callback;
        }

        void run(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                result = callback.withHandle(handle);
                handle.releaseSavepoint(SAVEPOINT);
            } catch (Throwable thrown) {
                failure = thrown;
                handle.rollbackToSavepoint(SAVEPOINT);
            }
        }

        synchronized void lead() {
            isToLead = true;
            notifyAll();
        }

        /** @param whole what the transaction failed with; null if it did not */
        synchronized void end(Throwable whole) {
            failure = failure == null ? whole : failure;
            isOver = true;
            notifyAll();
        }

        /** Waits, whatever interrupts it; false if others have carried it out. */
        synchronized boolean awaitLead() {
            boolean isInterrupted = false;
            while (!isToLead && !isOver) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            return !isOver;
        }

        @SuppressWarnings("unchecked")
        synchronized R outcome() throws X {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                // The callback threw it.
                throw (X) failure;
            }
            return result;
        }
    }
}
