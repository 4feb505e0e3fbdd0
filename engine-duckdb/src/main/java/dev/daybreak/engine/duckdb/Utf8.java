package dev.daybreak.engine.duckdb;

/** Tells whether bytes are UTF-8 as Unicode, chapter 3, table 3-7 has it: no surrogates, nothing longer than need be. */
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            int first = text[at] & 0xff;
            int more =
                    first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
            if (more < 0 || at + more >= to || (more > 0 && !follows(text, at, more, first))) {
                return false;
            }
            at += more + 1;
        }
        return true;
    }

    private static boolean follows(byte[] text, int at, int more, int first) {
        int second = text[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        boolean valid = second >= least && second <= most;
        for (int i = 2; i <= more; i++) {
            valid &= (text[at + i] & 0xc0) == 0x80;
        }
        return valid;
    }
}
