package dev.daybreak.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.SqlPosition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells DuckDB's errors in Daybreak's words. The connection is set to report errors as JSON, since the text form
 * shortens long lines and so loses the place.
 */
final class DuckDbErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PREFIX = Pattern.compile("^([A-Z][A-Za-z ]+?) Error: ");

    private DuckDbErrors() {}

    /**
     * @param what the action, as in "Cannot <i>run the query</i>"
     * @param sql what was sent to DuckDB
     * @param user the author's text in it; empty if there is none
     * @param offset where that stands
     */
    static DaybreakException translate(String what, SQLException error, String sql, String user, int offset) {
        Report report = Report.of(error);
        ErrorCode code = code(report.type(), report.reason());
        if (code == ErrorCode.CANCELLED) {
            return cancelled(what, error);
        }
        Throwable cause = error;
        if (report.position() >= 0 && !user.isEmpty()) {
            int at = charIndex(sql, report.position()) - offset;
            if (at >= 0 && at <= user.length()) {
                int lineStart = user.lastIndexOf('\n', at - 1) + 1;
                int line = (int) user.substring(0, lineStart)
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1;
                cause = new SqlPosition(line, at - lineStart + 1, error);
            }
        }
        return new DaybreakException(code, "Cannot " + what + ": " + report.reason(), mend(code, report), cause);
    }

    static DaybreakException cancelled(String what, Throwable cause) {
        return new DaybreakException(ErrorCode.CANCELLED, "Cannot " + what + ": it was cancelled.", "", cause);
    }

    /** DuckDB's own reason in one line, such as for a longer message. */
    static String reason(SQLException error) {
        return Report.of(error).reason();
    }

    private static ErrorCode code(String type, String reason) {
        return switch (type) {
            case "Parser", "Syntax", "Binder", "Catalog", "Not implemented", "Parameter Not Resolved" ->
                ErrorCode.INVALID_SQL;
            case "INTERRUPT", "Interrupt" -> ErrorCode.CANCELLED;
            case "Out of Memory", "Permission" -> ErrorCode.OUT_OF_RESOURCES;
            case "IO" -> isLackOfSpace(reason) ? ErrorCode.OUT_OF_RESOURCES : ErrorCode.QUERY_FAILED;
            case "INTERNAL", "Internal", "FATAL", "Fatal" -> ErrorCode.INTERNAL;
            default -> isLackOfSpace(reason) ? ErrorCode.OUT_OF_RESOURCES : ErrorCode.QUERY_FAILED;
        };
    }

    private static boolean isLackOfSpace(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return lower.contains("no space left")
                || lower.contains("disk quota")
                || lower.contains("permission denied")
                || lower.contains("read-only file system")
                || lower.contains("too many open files")
                || lower.contains("out of memory")
                || lower.contains("max_temp_directory_size");
    }

    private static String mend(ErrorCode code, Report report) {
        if (code == ErrorCode.OUT_OF_RESOURCES && report.type().equals("Out of Memory")) {
            return "Give the engine more memory, use fewer threads, or split the work into smaller intervals.";
        }
        return code == ErrorCode.OUT_OF_RESOURCES
                ? "Free space on the disk or mend its permissions, then run again."
                : "";
    }

    /** DuckDB counts in bytes of UTF-8. */
    private static int charIndex(String sql, int byteIndex) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        return new String(Arrays.copyOf(bytes, Math.min(byteIndex, bytes.length)), StandardCharsets.UTF_8).length();
    }

    /**
     * What DuckDB said.
     *
     * @param type such as {@code Binder}
     * @param reason one line
     * @param position in bytes from the start of the SQL text; -1 if unknown
     */
    private record Report(String type, String reason, int position) {
        static Report of(SQLException error) {
            String message = String.valueOf(error.getMessage());
            Matcher prefix = PREFIX.matcher(message);
            String type = prefix.find() ? prefix.group(1) : "";
            String rest = type.isEmpty() ? message : message.substring(prefix.end());
            if (rest.startsWith("{")) {
                try {
                    JsonNode json = JSON.readTree(rest);
                    return new Report(
                            json.path("exception_type").asText(type),
                            oneLine(json.path("exception_message").asText(rest)),
                            json.path("position").asInt(-1));
                } catch (JsonProcessingException e) {
                    return new Report(type, oneLine(rest), -1);
                }
            }
            return new Report(type, oneLine(rest), -1);
        }

        /** The first lines tell the reason; from an empty line or a list of candidates on it is detail. */
        private static String oneLine(String text) {
            String head = text.strip().split("\n\\s*\n|\n\\s*Candidate functions")[0];
            // Names from DuckDB's own catalogs, or of other sessions, would only mislead.
            String useful =
                    head.replaceAll("\\s*Did you mean \"(pg_|duckdb_|session_|information_schema)[^\"]*\"\\?", "");
            String line = useful.replaceAll("\\s*\n\\s*", ". ")
                    .replaceAll("([.!?])\\. ", "$1 ")
                    .strip();
            return line.matches(".*[.!?]") ? line : line + ".";
        }
    }
}
