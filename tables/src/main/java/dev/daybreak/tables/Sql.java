package dev.daybreak.tables;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pieces of SQL that every engine reads alike. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code a."x"}. */
    static String column(String alias, String name) {
        return alias + "." + name(name);
    }

    static String list(Collection<String> names, Function<String, String> item) {
        return names.stream().map(item).collect(Collectors.joining(", "));
    }

    /** The columns of one table, separated by commas. */
    static String columns(String alias, Collection<String> names) {
        return list(names, name -> column(alias, name));
    }

    /** Whether two rows have the same values, none of them null, in some columns. */
    static String same(String one, String other, List<String> names) {
        return names.stream()
                .map(name -> column(one, name) + " = " + column(other, name))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether two rows differ in one of some columns; null is a value like others. */
    static String differ(String one, String other, List<String> names) {
        return names.isEmpty()
                ? "FALSE"
                : names.stream()
                        .map(name -> column(one, name) + " IS DISTINCT FROM " + column(other, name))
                        .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** A condition of the author's, which null does not fulfil. */
    static String condition(String sql) {
        return "COALESCE((\n" + sql + "\n), FALSE)";
    }
}
