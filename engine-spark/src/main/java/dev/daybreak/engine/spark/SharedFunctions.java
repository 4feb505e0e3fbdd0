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
    /** The directives of C's strftime beside the letters of Java's patterns, both where they stand between other things. */
    private static final List<String> DIRECTIVES = List.of(
            "%Y",
            "yyyy", "%y", "yy", "%m", "M", "%d", "d", "%H", "H", "%I", "h", "%M", "m", "%S", "s", "%f", "SSSSSS", "%p",
            "a", "%B", "MMMM", "%b", "MMM", "%j", "D", "%z", "XX");

    private static final Map<String, String> DEFINITIONS = Map.of(
            "regexp_matches",
            "(value STRING, regex STRING) RETURNS BOOLEAN RETURN regexp_like(value, regex)",
            "json_valid",
            "(value STRING) RETURNS BOOLEAN RETURN CASE WHEN value IS NOT NULL THEN try_parse_json(value) IS NOT NULL END",
            "try_strptime",
            "(value STRING, format STRING) RETURNS TIMESTAMP RETURN try_to_timestamp(value, " + javaPattern("format")
                    + ")",
            "daybreak_position",
            "() RETURNS BIGINT NOT DETERMINISTIC RETURN monotonically_increasing_id()");

    /**
     * An expression that makes a pattern of Java's out of a format of strftime's: letters of its own are quoted, numbers that follow each
     * other without anything between have two digits, others one or two.
     */
    private static String javaPattern(String format) {
        String pattern =
                "regexp_replace(" + format + ", '(?<=%[A-Za-z])([A-Za-z]+)|(?<![%A-Za-z])([A-Za-z]+)', '\\'$1$2\\'')";
        pattern = "regexp_replace(" + pattern + ", '%([mdHIMS])(?=%)|(?<=%[A-Za-z])%([mdHIMS])', '%$1$2%$1$2')";
        for (int i = 0; i < DIRECTIVES.size(); i += 2) {
            pattern = "replace(" + pattern + ", '" + DIRECTIVES.get(i) + "', '" + DIRECTIVES.get(i + 1) + "')";
        }
        return pattern;
    }

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
