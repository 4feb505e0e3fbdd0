package dev.daybreak.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Functions that Spark has and DuckDB has not, and functions that would fail here for some numbers for which Spark has a result. They
 * are macros of the database that all sessions share and look into after their own. A macro that takes the name of a function of
 * DuckDB's gives every form of it that DuckDB has, so a text in DuckDB's dialect means what DuckDB says.
 */
final class PortableMacros {
    private static final int LONGEST_LIST = 16;
    /** Parameters and body by name; several forms are divided by {@code ;}. */
    private static final Map<String, String> MACROS = new TreeMap<>();

    static {
        add("startswith", "(text, part) AS starts_with(text, part)");
        add("endswith", "(text, part) AS ends_with(text, part)");
        add("regexp_like", "(text, regex) AS regexp_matches(text, regex)");
        add("regexp_count", "(text, regex) AS CAST(len(regexp_extract_all(text, regex)) AS INTEGER)");
        add(
                "regexp_replace_all",
                "(text, regex, replacement) AS regexp_replace(text, regex, regexp_replace(replace(replacement, '\\', '\\\\'),"
                        + " '[$]([0-9])', '\\\\\\1', 'g'), 'g')");
        add("nvl", "(value, other) AS coalesce(value, other)");
        add("sqrt", "(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE system.main.sqrt(x) END");
        for (String power : List.of("power", "pow")) {
            add(
                    power,
                    "(x, y) AS CASE WHEN x = 0 AND y < 0 THEN CAST('Infinity' AS DOUBLE) ELSE system.main." + power
                            + "(x, y) END");
        }
        for (String logarithm : List.of("ln", "log10", "log2")) {
            add(logarithm, "(x) AS CASE WHEN x > 0 THEN system.main." + logarithm + "(x) END");
        }
        add(
                "date_sub",
                "(day, days) AS CAST(day AS DATE) - CAST(days AS INTEGER);"
                        + "(part, first, last) AS system.main.date_sub(part, first, last)");
        add(
                "datediff",
                "(later, earlier) AS CAST(CAST(later AS DATE) - CAST(earlier AS DATE) AS INTEGER);"
                        + "(part, first, last) AS system.main.datediff(part, first, last)");
        add("add_months", "(day, months) AS CAST(day + to_months(CAST(months AS INTEGER)) AS DATE)");
        add("to_date", "(text) AS CAST(text AS DATE)");
        add("unix_micros", "(instant) AS epoch_us(CAST(instant AS TIMESTAMP WITH TIME ZONE))");
        add("unix_millis", "(instant) AS CAST(floor(unix_micros(instant) / 1e3) AS BIGINT)");
        add("unix_seconds", "(instant) AS CAST(floor(unix_micros(instant) / 1e6) AS BIGINT)");
        add("timestamp_micros", "(micros) AS make_timestamp(CAST(micros AS BIGINT)) AT TIME ZONE 'UTC'");
        add(
                "convert_timezone",
                "(source, target, moment) AS (CAST(moment AS TIMESTAMP) AT TIME ZONE source) AT TIME ZONE target");
        add("array_size", "(list) AS CAST(len(list) AS INTEGER)");
        add("try_element_at", "(list, n) AS list_extract(list, n)");
        add("array_max", "(list) AS list_max(list)");
        add("array_min", "(list) AS list_min(list)");
        add(
                "array_join",
                "(list, separator) AS CASE WHEN list IS NOT NULL THEN coalesce(array_to_string(list, separator), '') END");
        add("array_append", "(list, value) AS CASE WHEN list IS NOT NULL THEN list_append(list, value) END");
        add("sort_array", "(list) AS list_sort(list, 'ASC', 'NULLS FIRST')");
        add("slice", "(list, first, length) AS list_slice(list, first, first + length - 1)");
        add(
                "sequence",
                "(first, last) AS CASE WHEN first <= last THEN generate_series(first, last)"
                        + " ELSE generate_series(first, last, -1) END");
        add("explode", "(list) AS unnest(list)");
        add("collect_list", "(value) AS coalesce(list(value) FILTER (WHERE value IS NOT NULL), [])");
        add("get_json_object", "(text, path) AS CASE WHEN json_valid(text) THEN json_extract_string(text, path) END");
        // By which checks number the rows of a relation.
        add("daybreak_position", "() AS row_number() OVER ()");
        add(
                "array",
                IntStream.rangeClosed(0, LONGEST_LIST)
                        .mapToObj(PortableMacros::list)
                        .collect(Collectors.joining(";")));
    }

    private PortableMacros() {}

    private static void add(String name, String forms) {
        MACROS.put(name, forms);
    }

    private static String list(int size) {
        String elements = IntStream.range(0, size).mapToObj(i -> "e" + i).collect(Collectors.joining(", ", "(", ")"));
        return elements + " AS list_value" + elements;
    }

    /** Makes them in the connection's database. */
    static void create(Connection connection) throws SQLException {
        for (Map.Entry<String, String> macro : MACROS.entrySet()) {
            create(connection, macro.getKey(), macro.getValue());
        }
    }

    /** @param forms parameters and body; several are divided by {@code ;} */
    static void create(Connection connection, String name, String forms) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE MACRO " + Sql.name(name) + forms.replace(";", ", "));
        }
    }
}
