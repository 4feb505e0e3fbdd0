package dev.daybreak.lake.store;

import dev.daybreak.lake.store.Diagnosis.Finding;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Tells what went wrong with a store: what was tried, what it said, and how to mend it. Never tells a key. Thread-safe. */
public final class StoreFailures {
    private final Warehouse warehouse;
    private final Diagnosis diagnosis;

    public StoreFailures(Warehouse warehouse) {
        this.warehouse = warehouse;
        this.diagnosis = warehouse.access() instanceof Warehouse.S3 s3
                ? new S3Failures(warehouse, s3)
                : new GcsFailures(warehouse);
    }

    /** Runs an action; what the store has a part in is thrown in the words of users. */
    public <T> T told(String what, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw tell(what, e).<RuntimeException>map(told -> told).orElse(e);
        }
    }

    /**
     * A failure in the words of users; empty if the store has no part in it.
     *
     * @param what could not be done, such as "read table 'raw.clicks'"
     */
    public Optional<DaybreakException> tell(String what, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DaybreakException told) {
                return Optional.of(told);
            }
            if (cause instanceof NotFoundException) {
                return Optional.empty();
            }
            if (cause instanceof InterruptedTransfer || cause instanceof ClosedByInterruptException) {
                return Optional.of(cancelled(what, failure));
            }
            Optional<Finding> finding = cause instanceof ForbiddenException
                    ? Optional.of(diagnosis.denied(String.valueOf(cause.getMessage())))
                    : diagnosis.of(cause);
            if (finding.isPresent()) {
                return Optional.of(failed(what, finding.get(), failure));
            }
        }
        return Optional.empty();
    }

    private static DaybreakException cancelled(String what, Throwable failure) {
        return new DaybreakException(ErrorCode.CANCELLED, "Cannot " + what + ": it was cancelled.", "", failure);
    }

    /** What is said at the bottom: which host is not known, which port refuses. */
    static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private DaybreakException failed(String what, Finding finding, Throwable failure) {
        if (finding.code() == ErrorCode.CANCELLED) {
            return cancelled(what, failure);
        }
        return new DaybreakException(
                finding.code(),
                "Cannot " + what + ": the store at " + diagnosis.address() + " with '" + warehouse.location()
                        + "' failed: " + finding.why(),
                finding.mend(),
                failure);
    }
}
