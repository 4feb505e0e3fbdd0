package dev.daybreak.engine.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Functions by which checks ask the embedded engine and that Spark calls otherwise. Each is made in a session before the first text that
 * names it. One thread uses an instance.
 */
final class SharedFunctions {
    private static final Map<String, String> DEFINITIONS = Map.of(
            "regexp_matches",
            "(value STRING, regex STRING) RETURNS BOOLEAN RETURN regexp_like(value, regex)",
            "json_valid",
            "(value STRING) RETURNS BOOLEAN RETURN CASE WHEN value IS NOT NULL THEN try_parse_json(value) IS NOT NULL END");

    private final Set<String> made = new HashSet<>();

    /** The statements that must come before a text. */
    List<String> before(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        List<String> statements = new ArrayList<>();
        DEFINITIONS.forEach((name, definition) -> {
            if (lower.contains(name + "(") && made.add(name)) {
                statements.add("CREATE OR REPLACE TEMPORARY FUNCTION " + name + definition);
            }
        });
        return statements;
    }
}
