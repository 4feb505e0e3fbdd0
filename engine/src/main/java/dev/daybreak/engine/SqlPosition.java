package dev.daybreak.engine;

/** Where in a SQL text the engine found something wrong; the cause of the exception that tells it. */
public final class SqlPosition extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    /**
     * @param line in the text given to the session; the first is 1
     * @param column the first is 1
     */
    public SqlPosition(int line, int column, Throwable cause) {
        super("line " + line + ", column " + column, cause);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
