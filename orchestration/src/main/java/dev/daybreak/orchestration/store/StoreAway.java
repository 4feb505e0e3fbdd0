package dev.daybreak.orchestration.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** What to do when the metadata store does not answer for a while: its server is started anew, or the network is gone. */
public final class StoreAway {
    /** PostgreSQL's states for connections that broke, too many of them, and a server that goes down or comes up. */
    private static final List<String> AWAY = List.of("08", "53300", "57P");

    private static final Duration SLICE = Duration.ofMillis(100);

    private StoreAway() {}

    /** Whether something failed since the store could not be reached, so that it may be tried again with nothing else changed. */
    public static boolean isCauseOf(Throwable thrown) {
        boolean isOfStore = false;
        Throwable root = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            isOfStore |= cause instanceof JdbiException;
            root = cause;
        }
        return isOfStore && isAway(root);
    }

    private static boolean isAway(Throwable root) {
        if (root instanceof IOException || root instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = root instanceof SQLException failure ? String.valueOf(failure.getSQLState()) : "";
        return AWAY.stream().anyMatch(state::startsWith) || isClosedByPool(root);
    }

    /**
     * What a pooled connection answers after it broke. It hides the failure that broke it where a transaction was still to be
     * tidied up, and bears neither a type nor a state of its own.
     */
    private static boolean isClosedByPool(Throwable root) {
        return root instanceof SQLException && "Connection is closed".equals(root.getMessage());
    }

    /**
     * Calls until the store answers. The call must be such that it may be made again though it had succeeded and only its answer was lost.
     *
     * @param isStopped whether nobody waits any more; then what was thrown last is thrown
     */
    public static <T> T patiently(Supplier<T> call, BooleanSupplier isStopped) {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                if (!isCauseOf(e) || !isToBeTriedAgain(backoff.next(), isStopped)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isToBeTriedAgain(Duration wait, BooleanSupplier isStopped) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (System.nanoTime() < end && !isStopped.getAsBoolean()) {
                TimeUnit.NANOSECONDS.sleep(SLICE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isStopped.getAsBoolean();
    }
}
