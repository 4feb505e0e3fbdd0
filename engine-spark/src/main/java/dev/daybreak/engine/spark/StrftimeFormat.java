package dev.daybreak.engine.spark;

import java.util.List;

/** Formats of C's strftime, as checks have them, beside the patterns that Spark takes, which are Java's. */
final class StrftimeFormat {
    /** Directives and the letters of patterns, both where they stand between other things. */
    private static final List<String> DIRECTIVES = List.of(
            "%Y yyyy",
            "%y yy",
            "%m M",
            "%d d",
            "%H H",
            "%I h",
            "%M m",
            "%S s",
            "%f SSSSSS",
            "%p a",
            "%B MMMM",
            "%b MMM",
            "%j D",
            "%z XX");

    private StrftimeFormat() {}

    /**
     * An expression of Spark's that makes a pattern out of a format: letters of its own are quoted, numbers that follow each other without
     * anything between have two digits, others one or two.
     *
     * @param format an expression that yields the format
     */
    static String javaPattern(String format) {
        String pattern =
                "regexp_replace(" + format + ", '(?<=%[A-Za-z])([A-Za-z]+)|(?<![%A-Za-z])([A-Za-z]+)', '\\'$1$2\\'')";
        pattern = "regexp_replace(" + pattern + ", '%([mdHIMS])(?=%)|(?<=%[A-Za-z])%([mdHIMS])', '%$1$2%$1$2')";
        for (String directive : DIRECTIVES) {
            String[] both = directive.split(" ");
            pattern = "replace(" + pattern + ", '" + both[0] + "', '" + both[1] + "')";
        }
        return pattern;
    }
}
