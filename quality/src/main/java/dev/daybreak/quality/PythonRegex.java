package dev.daybreak.quality;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression with the meaning of Python's {@code re.search}, which is what Great Expectations runs.
 *
 * <p>Engines use RE2, which differs: its classes {@code \d \w \s} know ASCII only, {@code $} does not match before a final line
 * feed, and it has no lookaround, backreference, conditional, atomic group or possessive quantifier. {@link #re2} translates
 * what can be; the rest is matched by {@link #pattern}. {@code \b} keeps RE2's ASCII meaning.
 * See <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a> and Python's library reference, module re.
 */
record PythonRegex(String source) {
    private static final Pattern BEYOND_RE2 = Pattern.compile("\\(\\?(?:[=!>#(]|<[=!]|P=)|[*+?}]\\+");
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?P<(\\w+)>|\\(\\?P=(\\w+)\\)");

    static PythonRegex of(String source) {
        return new PythonRegex(source);
    }

    /**
     * For {@link Matcher#find}.
     *
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     */
    Pattern pattern() {
        String java = GROUP_NAME
                .matcher(source)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null
                                ? "(?<" + javaName(found.group(1)) + ">"
                                : "\\k<" + javaName(found.group(2)) + ">"));
        return Pattern.compile(java.replace("\\Z", "\\z"), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
    }

    /** Group names of Java have no underscore. */
    private static String javaName(String python) {
        return "g" + python.replace("_", "x5f");
    }

    /** The same expression for RE2; empty if it has none. */
    Optional<String> re2() {
        StringBuilder out = new StringBuilder();
        boolean inClass = false;
        for (int at = 0; at < source.length(); at++) {
            char here = source.charAt(at);
            if (here == '\\' && at + 1 < source.length()) {
                char escaped = source.charAt(++at);
                if (!inClass && escaped >= '1' && escaped <= '9') {
                    return Optional.empty();
                }
                out.append(escape(escaped, inClass));
                continue;
            }
            if (!inClass
                    && BEYOND_RE2.matcher(source).region(at, source.length()).lookingAt()) {
                return Optional.empty();
            }
            out.append(here == '$' && !inClass && endsBranch(at + 1) ? "(?:\\n?\\z)" : String.valueOf(here));
            // A bracket right after the opening one, or after its caret, is a member of the class.
            boolean opens = here == '[' && !inClass;
            inClass = opens || (inClass && (here != ']' || isFirstInClass(at)));
        }
        return Optional.of(out.toString());
    }

    private static String escape(char escaped, boolean inClass) {
        return switch (escaped) {
            case 'd' -> "\\p{Nd}";
            case 'D' -> "\\P{Nd}";
            case 'w' -> inClass ? "\\p{L}\\p{N}_" : "[\\p{L}\\p{N}_]";
            case 'W' -> inClass ? "\\W" : "[^\\p{L}\\p{N}_]";
            case 's' -> inClass ? "\\s\\v\\p{Z}" : "[\\s\\v\\p{Z}]";
            case 'S' -> inClass ? "\\S" : "[^\\s\\v\\p{Z}]";
            case 'Z' -> "\\z";
            default -> "\\" + escaped;
        };
    }

    /** With the multi-line flag the dollar already means what Python's does. */
    private boolean endsBranch(int next) {
        boolean atEnd = next == source.length() || source.charAt(next) == ')' || source.charAt(next) == '|';
        return atEnd && !source.contains("(?m");
    }

    private boolean isFirstInClass(int at) {
        char before = source.charAt(at - 1);
        return before == '[' || (before == '^' && at >= 2 && source.charAt(at - 2) == '[');
    }
}
