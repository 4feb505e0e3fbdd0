package dev.daybreak.project.load;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.Optional;

/**
 * A SQL file cut into its header and its SELECT.
 *
 * @param header the YAML between {@code /*---} and its end
 * @param headerPlace where {@code header} starts
 * @param sql from the first character after the header that is no white space to the end of the file
 * @param sqlPlace where {@code sql} starts
 */
record SqlFile(String header, Place headerPlace, String sql, Place sqlPlace) {
    private static final String OPEN = "/*---";
    private static final String CLOSE = "---*/";

    /** @return empty if the text is not cut so, which is noted */
    static Optional<SqlFile> cut(String text, String file, Problems problems) {
        int open = skipSpace(text, 0);
        if (!text.startsWith(OPEN, open)) {
            problems.error(
                    placeOf(text, open, file),
                    "Missing header: a SQL file begins with a comment that holds YAML.",
                    "Begin the file with '/*---', the keys each on a line, and '---*/'; the header may be empty.");
            return Optional.empty();
        }
        int start = open + OPEN.length();
        int close = text.indexOf(CLOSE, start);
        if (close < 0) {
            problems.error(
                    placeOf(text, open, file),
                    "Invalid header: it has no end.",
                    "End it with '---*/' on a line of its own.");
            return Optional.empty();
        }
        int sql = skipSpace(text, close + CLOSE.length());
        if (sql == text.length()) {
            problems.error(placeOf(text, close, file), "Missing SELECT: nothing follows the header.", "");
        }
        return Optional.of(new SqlFile(
                text.substring(start, close),
                placeOf(text, start, file),
                text.substring(sql),
                placeOf(text, sql, file)));
    }

    private static int skipSpace(String text, int from) {
        int index = from;
        while (index < text.length() && Character.isWhitespace(text.charAt(index))) {
            index++;
        }
        return index;
    }

    private static Place placeOf(String text, int index, String file) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(file, line, text.codePointCount(lineStart, index) + 1);
    }
}
