package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;

/** Puts whatever was thrown into the words of an error that people can act on. */
final class Unexpected {
    /** SQLite's primary result codes BUSY, READONLY, IOERR, FULL and CANTOPEN (sqlite.org/rescode.html). */
    private static final Set<Integer> SHORT_OF_RESOURCES = Set.of(5, 8, 10, 13, 14);

    private Unexpected() {}

    /** @param what could not be done, after "Cannot" */
    static DaybreakException told(String what, Throwable thrown) {
        if (thrown instanceof DaybreakException told) {
            return told;
        }
        if (thrown instanceof OutOfMemoryError) {
            return new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot " + what + ": " + thrown + ".",
                    "Give the program more memory, or let fewer steps run side by side with '--parallel'.",
                    thrown);
        }
        if (thrown instanceof JdbiException && isShortOfResources(root(thrown))) {
            return new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot " + what + ": the metadata store failed: "
                            + root(thrown).getMessage() + ".",
                    "Check that the disk is not full and the state folder is writable, then run it again.",
                    thrown);
        }
        if (StoreAway.isCauseOf(thrown)) {
            return new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot " + what + ": the metadata store does not answer: "
                            + root(thrown).getMessage() + ".",
                    "Check that its server runs and can be reached from here, then run it again.",
                    thrown);
        }
        return new DaybreakException(
                ErrorCode.INTERNAL,
                "Cannot " + what + ": unexpected " + thrown + ".",
                "Run it again; if it fails again, report it with the attempt's log.",
                thrown);
    }

    private static boolean isShortOfResources(Throwable root) {
        return root instanceof SQLException failure && SHORT_OF_RESOURCES.contains(failure.getErrorCode() & 0xff);
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
