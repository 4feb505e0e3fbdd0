package dev.daybreak.sql.text;

import dev.daybreak.project.problem.Place;

/**
 * A place in a SQL text.
 *
 * @param line the first is 1
 * @param column the first is 1
 */
public record Position(int line, int column) {
    /** The position of an offset; an offset past the end stands for the end. */
    public static Position of(String text, int offset) {
        int bound = Math.min(offset, text.length());
        int line = 1;
        int lineStart = 0;
        for (int newline = text.indexOf('\n');
                newline >= 0 && newline < bound;
                newline = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = newline + 1;
        }
        return new Position(line, bound - lineStart + 1);
    }

    /** The offset in a text; a line or column past the end stands for the end. */
    public int offset(String text) {
        int lineStart = 0;
        for (int i = 1; i < line; i++) {
            int newline = text.indexOf('\n', lineStart);
            if (newline < 0) {
                return text.length();
            }
            lineStart = newline + 1;
        }
        return Math.min(lineStart + Math.max(0, column - 1), text.length());
    }

    /** The place in the file whose text from {@code origin} on is the SQL text. */
    public Place in(Place origin) {
        int firstLine = Math.max(1, origin.line());
        int firstColumn = Math.max(1, origin.column());
        return new Place(origin.file(), firstLine + line - 1, line == 1 ? firstColumn + column - 1 : column);
    }
}
