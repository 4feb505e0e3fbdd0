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

    /** The statement without a semicolon at its end, so that it can stand in parentheses. */
    static String withoutSemicolon(String sql) {
        String bare = sql.stripTrailing();
        while (bare.endsWith(";")) {
            bare = bare.substring(0, bare.length() - 1).stripTrailing();
        }
        return bare;
    }
}
