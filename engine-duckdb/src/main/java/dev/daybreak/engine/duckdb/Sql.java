package dev.daybreak.engine.duckdb;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and values as they stand in a SQL text. */
final class Sql {
    private Sql() {}

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    static String texts(Collection<String> values) {
        return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The statement without a semicolon at its end, so that it can stand in parentheses; comments after it go too. */
    static String withoutSemicolon(String sql) {
        int semicolon = -1;
        for (int at = 0; at < sql.length(); at = endOfToken(sql, at)) {
            char first = sql.charAt(at);
            if (first == ';') {
                semicolon = semicolon < 0 ? at : semicolon;
            } else if (!Character.isWhitespace(first) && !isComment(sql, at)) {
                semicolon = -1;
            }
        }
        return semicolon < 0 ? sql : sql.substring(0, semicolon);
    }

    private static boolean isComment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    /** Where a quoted text, a comment or a single character that starts here ends. */
    private static int endOfToken(String sql, int at) {
        char first = sql.charAt(at);
        if (first == '\'' || first == '"') {
            return after(sql, String.valueOf(first), at + 1);
        }
        if (sql.startsWith("--", at)) {
            return after(sql, "\n", at);
        }
        return sql.startsWith("/*", at) ? after(sql, "*/", at + 2) : at + 1;
    }

    private static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }
}
