package dev.daybreak.engine.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Portable functions, and those by which checks ask, that the embedded engine has and Spark has not. Each is made in a session before the first text that names it. One
 * thread uses an instance.
 */
final class SharedFunctions {
    private static final Pattern CALL = Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)\"?\\s*\\(");
    private static final Map<String, String> DEFINITIONS = Map.ofEntries(
            Map.entry(
                    "regexp_matches", "(value STRING, regex STRING) RETURNS BOOLEAN RETURN regexp_like(value, regex)"),
            Map.entry(
                    "regexp_replace_all",
                    "(value STRING, regex STRING, replacement STRING) RETURNS STRING"
                            + " RETURN regexp_replace(value, regex, replacement)"),
            Map.entry("strpos", "(value STRING, part STRING) RETURNS INT RETURN position(part IN value)"),
            Map.entry("starts_with", "(value STRING, part STRING) RETURNS BOOLEAN RETURN startswith(value, part)"),
            Map.entry("ends_with", "(value STRING, part STRING) RETURNS BOOLEAN RETURN endswith(value, part)"),
            Map.entry("sha256", "(value STRING) RETURNS STRING RETURN sha2(value, 256)"),
            Map.entry("isodow", "(moment DATE) RETURNS INT RETURN weekday(moment) + 1"),
            Map.entry(
                    "epoch",
                    "(moment TIMESTAMP_NTZ) RETURNS DOUBLE"
                            // A difference of such times does not heed the session's zone, as timestampdiff does.
                            + " RETURN CAST(CAST(CAST(moment - TIMESTAMP_NTZ '1970-01-01 00:00:00' AS INTERVAL SECOND)"
                            + " AS DECIMAL(18, 6)) AS DOUBLE)"),
            Map.entry(
                    "json_valid",
                    "(value STRING) RETURNS BOOLEAN"
                            + " RETURN CASE WHEN value IS NOT NULL THEN try_parse_json(value) IS NOT NULL END"),
            Map.entry(
                    "try_strptime",
                    "(value STRING, format STRING) RETURNS TIMESTAMP RETURN try_to_timestamp(value, "
                            + StrftimeFormat.javaPattern("format") + ")"),
            Map.entry("daybreak_position", "() RETURNS BIGINT NOT DETERMINISTIC RETURN monotonically_increasing_id()"));

    private final Set<String> made = new HashSet<>();

    /** The statements that must come before a text. */
    List<String> before(String sql) {
        Map<String, String> missing = new TreeMap<>();
        for (Matcher call = CALL.matcher(sql); call.find(); ) {
            String name = call.group(1).toLowerCase(Locale.ROOT);
            if (DEFINITIONS.containsKey(name) && made.add(name)) {
                missing.put(name, DEFINITIONS.get(name));
            }
        }
        List<String> statements = new ArrayList<>();
        missing.forEach(
                (name, definition) -> statements.add("CREATE OR REPLACE TEMPORARY FUNCTION " + name + definition));
        return statements;
    }
}
