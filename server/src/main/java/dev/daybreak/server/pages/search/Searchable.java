package dev.daybreak.server.pages.search;

import java.util.List;
import java.util.Locale;

/**
 * Something that can be found.
 *
 * @param kind what it is, in a word: {@code table}, {@code column}
 * @param name by which it is found first
 * @param detail what is shown beside its name; may be empty
 * @param texts by which it is found, too: description, owner, domain, tags
 * @param address its page
 */
public record Searchable(String kind, String name, String detail, List<String> texts, String address) {
    private static final int WHOLE = 100;
    private static final int BEGINNING = 60;
    private static final int BEGINNING_OF_PART = 40;
    private static final int WITHIN = 25;
    private static final int WORD_OF_TEXT = 10;
    private static final int WITHIN_TEXT = 5;

    public Searchable {
        texts = texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * How well some words fit; 0 if one of them stands nowhere.
     *
     * @param words in small letters
     */
    int score(List<String> words) {
        String lower = name.toLowerCase(Locale.ROOT);
        int score = 0;
        for (String word : words) {
            int best = ofName(lower, word);
            for (String text : texts) {
                best = Math.max(best, ofText(text, word));
            }
            if (best == 0) {
                return 0;
            }
            score += best;
        }
        return score;
    }

    private static int ofName(String name, String word) {
        int at = name.indexOf(word);
        if (at < 0) {
            return 0;
        }
        if (name.equals(word)) {
            return WHOLE;
        }
        return at == 0 ? BEGINNING : isBeginning(name, word, at) ? BEGINNING_OF_PART : WITHIN;
    }

    private static int ofText(String text, String word) {
        int at = text.indexOf(word);
        if (at < 0) {
            return 0;
        }
        return isBeginning(text, word, at) ? WORD_OF_TEXT : WITHIN_TEXT;
    }

    /** Whether a word begins where one may, here or further on. */
    private static boolean isBeginning(String text, String word, int first) {
        for (int at = first; at >= 0; at = text.indexOf(word, at + 1)) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }
}
