package dev.daybreak.sql.join;

import dev.daybreak.sql.text.Position;

/** Why a text has no join that can be spread as its header asks. */
public final class UnfitJoinException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String mend;

    UnfitJoinException(Position position, String message, String mend) {
        super(message);
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
