package dev.daybreak.cli.command;

import java.util.Locale;

/** Small phrases. */
final class Words {
    private Words() {}

    /** {@code 1 asset}, {@code 2 assets}, {@code 1,000 rows}. */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d ", number) + (number == 1 ? noun : noun + "s");
    }
}
