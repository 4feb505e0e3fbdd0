package dev.daybreak.sql.text;

import java.util.Locale;

/**
 * A word of a SQL text. White space and comments are no tokens.
 *
 * @param start offset of the first character in the text
 * @param end offset after the last
 * @param text as written, quotes included
 */
public record Token(Kind kind, int start, int end, String text) {
    /** What a token is. */
    public enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes or backticks. */
        QUOTED,
        /** A literal in single or dollar quotes. */
        STRING,
        NUMBER,
        /** A colon and a name, such as {@code :start}. */
        PARAMETER,
        /** An operator or a mark, one or two characters long. */
        SYMBOL
    }

    /** Whether this is that keyword, whatever its letter case. */
    public boolean is(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The keyword in upper case; empty if this is not a word. */
    public String keyword() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
    }

    /** The name without its quotes, or the parameter without its colon. */
    public String name() {
        return switch (kind) {
            case QUOTED -> {
                String quote = text.substring(0, 1);
                yield text.substring(1, Math.max(1, text.length() - 1)).replace(quote + quote, quote);
            }
            case PARAMETER -> text.substring(1);
            default -> text;
        };
    }
}
