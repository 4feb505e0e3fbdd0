package dev.daybreak.sql.text;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replacements in a text, by offset; made all at once, so that every position can be followed back. Not thread-safe. */
public final class Edits {
    private final SortedMap<Integer, Edit> edits = new TreeMap<>();

    private record Edit(int end, String replacement) {}

    /** Puts {@code replacement} in place of [start, end). A second replacement at the same start is added behind the first. */
    public void replace(int start, int end, String replacement) {
        edits.merge(
                start,
                new Edit(end, replacement),
                (first, second) ->
                        new Edit(Math.max(first.end(), second.end()), first.replacement() + second.replacement()));
    }

    public void insert(int at, String text) {
        replace(at, at, text);
    }

    public void replace(Token token, String replacement) {
        replace(token.start(), token.end(), replacement);
    }

    /** The text with all replacements made; one that begins inside an earlier one is left out. */
    public BoundSql apply(String original) {
        StringBuilder text = new StringBuilder(original.length() + 64);
        List<BoundSql.Segment> segments = new java.util.ArrayList<>();
        int copied = 0;
        for (var entry : edits.entrySet()) {
            int start = entry.getKey();
            if (start < copied) {
                continue;
            }
            text.append(original, copied, start);
            segments.add(new BoundSql.Segment(
                    text.length(),
                    text.length() + entry.getValue().replacement().length(),
                    start,
                    entry.getValue().end()));
            text.append(entry.getValue().replacement());
            copied = entry.getValue().end();
        }
        text.append(original, copied, original.length());
        return new BoundSql(text.toString(), original, segments);
    }
}
