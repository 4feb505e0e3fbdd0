package dev.daybreak.engine.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The standard's name of instants, {@code TIMESTAMP WITH TIME ZONE}, which Spark does not know. Its own name is shorter and is
 * filled up with spaces, so that every place in the text stays where it was.
 */
final class StandardTypes {
    private static final String SPARK = "TIMESTAMP_LTZ";

    /** Quoted texts and names, comments, or the type; what comes first is taken, so a type within the others is left alone. */
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/|(\\bTIMESTAMP[ \t]+WITH[ \t]+TIME[ \t]+ZONE\\b)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private StandardTypes() {}

    static String inSpark(String sql) {
        return TOKEN.matcher(sql)
                .replaceAll(token -> Matcher.quoteReplacement(
                        token.group(1) == null
                                ? token.group()
                                : filled(token.group().length())));
    }

    private static String filled(int length) {
        return SPARK + " ".repeat(length - SPARK.length());
    }
}
