package dev.daybreak.server.pages.runs;

import dev.daybreak.server.pages.runs.LogView.Line;
import dev.daybreak.server.pages.runs.LogView.Piece;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log file says, as much of it as a page can show. Lines are numbered from 1 in the whole file, whatever is looked for. A line without a
 * level of its own, such as one of a trace, has that of the line before. For one thread.
 */
final class LogText {
    /** From the one that says most. */
    static final List<String> LEVELS = List.of("info", "warn", "error");

    private static final int MOST_LINES = 800;
    /** Letters of all lines that are shown. */
    private static final int MOST_TEXT = 120_000;

    private static final int MOST_LINE = 4_000;
    /** Lines before the one that an address names. */
    private static final int BEFORE = 50;

    private static final Pattern LEVEL = Pattern.compile("^\\S+ (ERROR|WARN|INFO) ");

    private final Pattern search;
    private final int leastLevel;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long read;
    private long fitting;
    private int text;

    private LogText(String search, String level) {
        this.search = Pattern.compile(Pattern.quote(search), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        this.leastLevel = Math.max(0, LEVELS.indexOf(level));
    }

    /**
     * @param lines oldest first
     * @param read how many lines the file has
     * @param fitting how many of them fit what is looked for
     */
    record Found(List<Line> lines, long read, long fitting) {}

    /**
     * The last lines that fit, or those around one.
     *
     * @param search what they hold, whatever its letter case; empty: anything
     * @param level the least that they tell, one of {@link #LEVELS}; anything else: the first
     * @param line that is to be among them, if it fits; 0: none
     */
    static Found read(Path file, String search, String level, long line) {
        LogText log = new LogText(search, level);
        // Half a character at the end of what is being written is shown as such, and is no error.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String last = LEVELS.get(0);
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                last = level(text, last);
                log.add(text, last, !search.isEmpty(), line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Found(List.copyOf(log.lines), log.read, log.fitting);
    }

    private static String level(String line, String last) {
        Matcher matcher = LEVEL.matcher(line);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : last;
    }

    private void add(String whole, String level, boolean isSearch, long wanted) {
        read++;
        if (LEVELS.indexOf(level) < leastLevel
                || (isSearch && !search.matcher(whole).find())) {
            return;
        }
        fitting++;
        boolean isFull = lines.size() >= MOST_LINES || this.text >= MOST_TEXT;
        if (wanted > 0 && isFull && lines.getFirst().number() >= wanted - BEFORE) {
            return;
        }
        String shown = whole.length() <= MOST_LINE ? whole : whole.substring(0, MOST_LINE) + "\u2026";
        lines.add(new Line(read, level, read == wanted, isSearch ? pieces(shown) : List.of(new Piece(shown, false))));
        text += shown.length();
        while (lines.size() > 1 && (lines.size() > MOST_LINES || text > MOST_TEXT)) {
            text -= lines.remove().length();
        }
    }

    private List<Piece> pieces(String line) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = search.matcher(line);
        int at = 0;
        while (matcher.find()) {
            if (matcher.start() > at) {
                pieces.add(new Piece(line.substring(at, matcher.start()), false));
            }
            pieces.add(new Piece(matcher.group(), true));
            at = matcher.end();
        }
        pieces.add(new Piece(line.substring(at), false));
        return pieces;
    }
}
