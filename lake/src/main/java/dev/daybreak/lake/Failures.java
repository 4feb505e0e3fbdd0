package dev.daybreak.lake;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Tells what went wrong below (disk, catalog, Iceberg) in terms of the lake. */
final class Failures {
    /** What Iceberg says where a change would come more than a minute before the one it follows. */
    private static final Pattern CLOCK =
            Pattern.compile("Expected sorted (snapshot|metadata) log|Invalid (update|snapshot) timestamp");

    private Failures() {}

    /**
     * Runs an action on the lake.
     *
     * @param what such as "read table 'raw.clicks'"; what could not be done if it fails
     */
    static <T> T told(String what, Path place, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw tell(what, place, e);
        }
    }

    /** Iceberg knows files by their absolute paths, so those of a lake that was moved are looked for where it was. */
    private static DaybreakException ofMissingFile(String what, Path place, String message, Throwable failure) {
        boolean moved = !message.contains(place.toString());
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot " + what + ": a file of the lake in '" + place + "' is gone. " + message,
                moved
                        ? "The lake seems to have been moved, and its files are known by the place where they were written:"
                                + " move the folder back."
                        : "Bring the file back from a backup, or drop the table and run its asset again.",
                failure);
    }

    static DaybreakException tell(String what, Path place, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DaybreakException told) {
                return told;
            }
            if (cause instanceof Unreadable unreadable) {
                return unreadable.told();
            }
            if (cause instanceof SQLException sql) {
                return ofCatalog(what, place, sql, failure);
            }
            if (cause instanceof NotFoundException) {
                return ofMissingFile(what, place, cause.getMessage(), failure);
            }
            if (cause instanceof IOException io) {
                return ofDisk(what, place, io, failure);
            }
        }
        if (failure instanceof CommitFailedException) {
            return new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot " + what + ": other writers changed the table at each try. " + failure.getMessage(),
                    "Run it again, with fewer writers on this table at once.",
                    failure);
        }
        if (CLOCK.matcher(String.valueOf(failure.getMessage())).find()) {
            return new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot " + what + ": this machine's clock shows "
                            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                            + ", more than a minute before the table's newest change; nothing was changed",
                    "Set the clock right, on this machine or on the one that was ahead; or wait until that time has come. Then"
                            + " run it again.",
                    failure);
        }
        if (failure instanceof NoSuchTableException) {
            return new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot " + what + ": the table is not in the lake at '" + place + "'",
                    "It was dropped meanwhile; run its asset again.",
                    failure);
        }
        return new DaybreakException(ErrorCode.INTERNAL, "Cannot " + what + ": " + failure, "", failure);
    }

    private static DaybreakException ofDisk(String what, Path place, IOException io, Throwable failure) {
        String reason = io instanceof FileSystemException file && file.getReason() != null
                ? file.getFile() + ": " + file.getReason()
                : String.valueOf(io.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        String mend;
        if (lower.contains("no space left")) {
            mend = "Free space on the disk that holds '" + place + "', and run it again.";
        } else if (io instanceof AccessDeniedException || lower.contains("denied") || lower.contains("read-only")) {
            reason = "not permitted: " + reason;
            mend = "Give this user the right to write in '" + place + "'.";
        } else {
            mend = "See that '" + place + "' is a folder on a disk that works, and run it again.";
        }
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot " + what + ": the disk failed in '" + place + "' (" + reason + ")",
                mend,
                failure);
    }

    private static DaybreakException ofCatalog(String what, Path place, SQLException sql, Throwable failure) {
        String message = String.valueOf(sql.getMessage());
        String state = String.valueOf(sql.getSQLState());
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot " + what + ": the database with the catalog does not answer. " + message,
                    "Check that the server under 'metadata' in daybreak.yaml runs and can be reached from here.",
                    failure);
        }
        String mend;
        if (message.contains("SQLITE_NOTADB") || message.contains("SQLITE_CORRUPT")) {
            mend = "The file is damaged: bring it back from a backup.";
        } else if (message.contains("SQLITE_FULL")) {
            mend = "Free space on its disk, and run it again.";
        } else if (message.contains("SQLITE_BUSY")) {
            mend = "Another process holds it for long: wait for that one, or end it, and run this again.";
        } else {
            mend = "See that this user may write to it.";
        }
        String catalog = message.contains("SQLITE") || message.contains("sqlite")
                ? " '" + place.resolve(CatalogTables.NAME) + "'"
                : "";
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot " + what + ": the catalog" + catalog + " failed. " + message,
                mend,
                failure);
    }
}
