package dev.daybreak.sql.syntax;

import java.util.Locale;
import java.util.Set;

/** Words that DuckDB takes for a column only in quotes, though the grammar that checks texts takes them as they are. Its parser was asked. */
public final class ReservedWords {
    private static final Set<String> WORDS = Set.of(
            """
            all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate collation
            column concurrently constraint create cross default deferrable desc describe distinct do else end except fetch for foreign freeze
            from full glob group having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit natural
            not notnull offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify references
            returning right select semi show similar some summarize symmetric table tablesample then to trailing union unique unpack unpivot
            using variadic verbose when where window with"""
                    .split("\\s+"));

    private ReservedWords() {}

    /** Whether a word does not stand for a column where it is written without quotes and without a table before it. */
    public static boolean isReserved(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
