package dev.daybreak.engine.spark;

import dev.daybreak.engine.SqlPosition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Tells Spark's errors in Daybreak's words. */
final class SparkErrors {
    private static final Pattern PLACE = Pattern.compile("\\bline (\\d+),? pos (\\d+)");
    private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z0-9_.]+\\]\\s*");
    private static final Pattern STATE = Pattern.compile("\\s*SQLSTATE: .*$");

    private SparkErrors() {}

    /**
     * @param what the action, as in "Cannot <i>run the query</i>"
     * @param sql the author's text; empty if there is none
     * @param refusal what the server said when it last refused a request
     * @param memory tells whether it lacked
     */
    static DaybreakException translate(String what, Throwable error, String sql, String refusal, Memory memory) {
        Throwable told = telling(error);
        Optional<String> lack = memory.lack(String.valueOf(told.getMessage()));
        if (lack.isPresent()) {
            return new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot " + what + ": a process of Spark " + lack.get() + ". " + reason(told),
                    memory.mend(),
                    error);
        }
        ErrorCode code = code(told);
        Throwable cause = sql.isEmpty() ? error : position(told, sql, refusal).orElse(error);
        return new DaybreakException(code, "Cannot " + what + ": " + reason(told), mend(code), cause);
    }

    static DaybreakException cancelled(String what, Throwable cause) {
        return new DaybreakException(ErrorCode.CANCELLED, "Cannot " + what + ": it was cancelled.", "", cause);
    }

    static DaybreakException lost(String what, String why, Memory memory, Throwable cause) {
        return new DaybreakException(
                ErrorCode.UNREACHABLE,
                "Cannot " + what + ": " + why + ".",
                "Try again: it is started anew. If it ends again: " + memory.mend(),
                cause);
    }

    /** Why a server is gone whose process ended. */
    static String ended(int status) {
        return "the server of Spark has ended, with status " + status
                + (status == Memory.STATUS ? ": it ran out of memory" : "");
    }

    /** The deepest error that Spark has a name for: above it stand the stage and the task that failed. */
    private static Throwable telling(Throwable error) {
        Throwable told = error;
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SparkThrowable named && named.getCondition() != null) {
                told = at;
            }
        }
        return told;
    }

    private static ErrorCode code(Throwable error) {
        if (error instanceof AnalysisException) {
            return ErrorCode.INVALID_SQL;
        }
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("unavailable") && message.contains("io exception")) {
            return ErrorCode.UNREACHABLE;
        }
        boolean lacks = message.contains("no space left")
                || message.contains("disk quota")
                || message.contains("permission denied")
                || message.contains("too many open files");
        return lacks ? ErrorCode.OUT_OF_RESOURCES : ErrorCode.QUERY_FAILED;
    }

    private static String mend(ErrorCode code) {
        if (code == ErrorCode.UNREACHABLE) {
            return "See whether the Spark server runs; its log tells why it stopped.";
        }
        return code == ErrorCode.OUT_OF_RESOURCES
                ? "Give Spark more space on its disks, or the permission to write there."
                : "";
    }

    /** The first line without the name of the condition before it and the codes after it. */
    static String reason(Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        String first = message.strip().split("\n")[0];
        String bare = STATE.matcher(CONDITION.matcher(first).replaceFirst("")).replaceFirst("");
        String line = bare.strip();
        return line.matches(".*[.!?]") ? line : line + ".";
    }

    /** Spark tells where the fragment starts, counted in characters; of a syntax error line and column, in the server's words only. */
    private static Optional<Throwable> position(Throwable error, String sql, String refusal) {
        if (error instanceof SparkThrowable named) {
            for (QueryContext context : named.getQueryContext()) {
                if (context.contextType() == QueryContextType.SQL
                        && context.objectType().isEmpty()
                        && context.startIndex() >= 0
                        && context.startIndex() <= sql.codePointCount(0, sql.length())) {
                    int at = sql.offsetByCodePoints(0, context.startIndex());
                    int lineStart = sql.lastIndexOf('\n', at - 1) + 1;
                    int line = (int) sql.substring(0, lineStart)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count()
                            + 1;
                    return Optional.of(new SqlPosition(line, at - lineStart + 1, error));
                }
            }
        }
        Matcher place = PLACE.matcher(refusal);
        return error instanceof ParseException && place.find()
                ? Optional.of(
                        new SqlPosition(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)) + 1, error))
                : Optional.empty();
    }
}
