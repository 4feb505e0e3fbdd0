package dev.daybreak.server.query;

import dev.daybreak.server.web.HttpFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps people's queries so few that what runs is not hurt by them. Thread-safe. */
public final class QueryLimits {
    private static final int MOST = 3;
    private static final int MOST_IN_TURN = 2;
    private static final long PATIENCE_SECONDS = 60;
    /** Each waits in a thread that answers requests; the rest of these is for other pages. */
    private static final int MOST_WAITING = 50;

    private static final String RETRY_SECONDS = "5";

    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore turns = new Semaphore(MOST_IN_TURN, true);
    private final Set<String> callers = ConcurrentHashMap.newKeySet();

    /**
     * Runs what somebody wrote: one at a time for each, few for all.
     *
     * @throws HttpFailure 429 if one is running already
     */
    public <T> T alone(String caller, Supplier<T> query) {
        if (!callers.add(caller)) {
            throw busy("you have one running already", "Wait until it has ended; it is stopped after a while.");
        }
        try {
            if (!places.tryAcquire()) {
                throw busy(MOST + " of others are running", "Try again in a moment.");
            }
            try {
                return query.get();
            } finally {
                places.release();
            }
        } finally {
            callers.remove(caller);
        }
    }

    private static HttpFailure busy(String why, String mend) {
        return new HttpFailure(429, "TOO_MANY_QUERIES", "Cannot run the query: " + why + ".", "", mend)
                .with("Retry-After", RETRY_SECONDS);
    }

    /**
     * Runs one of several queries that a page asks for at once, when it is its turn.
     *
     * @throws HttpFailure 503 if that takes too long, or too many wait
     */
    public <T> T inTurn(Supplier<T> query) {
        try {
            boolean isTurn =
                    turns.getQueueLength() < MOST_WAITING && turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!isTurn) {
                throw new HttpFailure(
                                503,
                                "TOO_MANY_QUERIES",
                                "Cannot run the query: others take too long.",
                                "",
                                "Try again in a moment.")
                        .with("Retry-After", RETRY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a query waited for its turn", e);
        }
        try {
            return query.get();
        } finally {
            turns.release();
        }
    }
}
