package dev.daybreak.sql.syntax;

import dev.daybreak.sql.text.Position;

/** A text that is not one query. The message is a sentence for the author. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Position position;
    private final String mend;

    SyntaxException(Position position, String message, String mend, Throwable cause) {
        super(message, cause);
        this.position = position;
        this.mend = mend;
    }

    /** Where in the author's text. */
    public Position position() {
        return position;
    }

    public String mend() {
        return mend;
    }
}
