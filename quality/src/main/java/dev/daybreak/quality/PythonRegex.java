package dev.daybreak.quality;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression with the meaning of Python's {@code re.search}, which is what Great Expectations runs.
 *
 * <p>Engines use RE2, which differs: its classes {@code \d \w \s} know ASCII only, {@code $} does not match before a final line
 * feed, and it has no lookaround, backreference, conditional, atomic group, possessive quantifier, or more than 1000 repeats.
 * {@link #re2} translates what can be; the rest is matched by {@link #pattern}. {@code \b} keeps RE2's ASCII meaning.
 * See <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a> and Python's library reference, module re.
 */
record PythonRegex(String source) {
    private static final Pattern BEYOND_RE2 =
            Pattern.compile("\\(\\?(?:[=!>#(]|<[=!]|P=|[a-zA-Z]*[xauL])|[*+?}]\\+|\\{\\d*,?\\d{4,}");
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?P<(\\w+)>|\\(\\?P=(\\w+)\\)");
    private static final Pattern CODE_POINT = Pattern.compile("u([0-9a-fA-F]{4})");

    static PythonRegex of(String source) {
        return new PythonRegex(source);
    }

    /**
     * For {@link Matcher#find}.
     *
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     */
    Pattern pattern() {
        StringBuilder java = new StringBuilder();
        Walk walk = new Walk();
        while (walk.next()) {
            // In Java's classes a bracket opens a class within, and && intersects.
            boolean literal = walk.inClass && (walk.here == '[' || walk.here == '&') && !walk.escaped && !walk.opens;
            java.append(walk.escaped || literal ? "\\" : "").append(walk.escaped && walk.here == 'Z' ? 'z' : walk.here);
        }
        String named = GROUP_NAME
                .matcher(java)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null
                                ? "(?<" + javaName(found.group(1)) + ">"
                                : "\\k<" + javaName(found.group(2)) + ">"));
        return Pattern.compile(named, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
    }

    /** Group names of Java have no underscore. */
    private static String javaName(String python) {
        return "g" + python.replace("_", "x5f");
    }

    /** The same expression for RE2; empty if it has none. */
    Optional<String> re2() {
        StringBuilder out = new StringBuilder();
        Walk walk = new Walk();
        while (walk.next()) {
            if (walk.escaped) {
                boolean negatedWithin = walk.inClass && (walk.here == 'W' || walk.here == 'S');
                boolean backreference = !walk.inClass && walk.here >= '1' && walk.here <= '9';
                if (negatedWithin || backreference) {
                    return Optional.empty();
                }
                out.append(escape(walk));
            } else if (!walk.inClass
                    && BEYOND_RE2
                            .matcher(source)
                            .region(walk.at, source.length())
                            .lookingAt()) {
                return Optional.empty();
            } else {
                boolean end = walk.here == '$' && !walk.inClass && endsBranch(walk.at + 1);
                out.append(end ? "(?:\\n?\\z)" : String.valueOf(walk.here));
            }
        }
        return Optional.of(out.toString());
    }

    private String escape(Walk walk) {
        Matcher codePoint = CODE_POINT.matcher(source).region(walk.at, source.length());
        if (codePoint.lookingAt()) {
            walk.at += 4;
            return "\\x{" + codePoint.group(1) + "}";
        }
        return switch (walk.here) {
            case 'd' -> "\\p{Nd}";
            case 'D' -> "\\P{Nd}";
            case 'w' -> walk.inClass ? "\\p{L}\\p{N}_" : "[\\p{L}\\p{N}_]";
            case 'W' -> "[^\\p{L}\\p{N}_]";
            case 's' -> walk.inClass ? "\\s\\v\\p{Z}" : "[\\s\\v\\p{Z}]";
            case 'S' -> "[^\\s\\v\\p{Z}]";
            case 'Z' -> "\\z";
            case '_' -> "_";
            default -> walk.here < 128 ? "\\" + walk.here : String.valueOf(walk.here);
        };
    }

    /** With the multi-line flag the dollar already means what Python's does. */
    private boolean endsBranch(int next) {
        boolean atEnd = next == source.length() || source.charAt(next) == ')' || source.charAt(next) == '|';
        return atEnd && !source.contains("(?m");
    }

    /** Goes through the expression character by character, an escaped one without its backslash. */
    private final class Walk {
        private int at = -1;
        private char here;
        private boolean escaped;
        private boolean inClass;
        private boolean opens;
        private int classStart;

        boolean next() {
            // What was read last decides whether this one lies in a class.
            if (inClass && !escaped && here == ']' && at > classStart) {
                inClass = false;
            }
            at++;
            if (at >= source.length()) {
                return false;
            }
            here = source.charAt(at);
            escaped = here == '\\' && at + 1 < source.length();
            if (escaped) {
                here = source.charAt(++at);
            }
            opens = here == '[' && !inClass && !escaped;
            if (opens) {
                inClass = true;
                // A bracket right after the opening one, or after its caret, is a member of the class.
                classStart = at + (source.startsWith("^", at + 1) ? 2 : 1);
            }
            return true;
        }
    }
}
