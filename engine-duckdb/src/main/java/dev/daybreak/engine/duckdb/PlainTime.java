package dev.daybreak.engine.duckdb;

/** Dates and times as ISO 8601 writes them in full, such as {@code 2026-01-03} and {@code 2026-01-03T10:00:00.25}. */
final class PlainTime {
    /** Of a text that is not in that form. */
    static final long NONE = Long.MIN_VALUE;

    static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;
    private static final int MICROS_LENGTH = 26;
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private PlainTime() {}

    /** Days since 1970 of a text that starts with a date from 1600 on. */
    static long days(byte[] text, int from, int to) {
        if (to - from < DATE_LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
            return NONE;
        }
        int year = digits(text, from, 4);
        int month = digits(text, from + 5, 2);
        int day = digits(text, from + 8, 2);
        if (year < 1600 || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int leapDay = leap && month > 2 ? 1 : 0;
        int length = DAYS_BEFORE[month] - DAYS_BEFORE[month - 1] + (leap && month == 2 ? 1 : 0);
        int before = year - 1;
        return day > length
                ? NONE
                : before * 365L
                        + before / 4
                        - before / 100
                        + before / 400
                        + DAYS_BEFORE[month - 1]
                        + leapDay
                        + day
                        - 719_163;
    }

    /** Where a time ends if one begins at {@code from}: after its seconds and their decimals. May lie beyond the text. */
    static int end(byte[] text, int from) {
        int end = from + SECONDS_LENGTH;
        if (end < text.length && text[end] == '.') {
            do {
                end++;
            } while (end < text.length && text[end] >= '0' && text[end] <= '9');
        }
        return end;
    }

    /** Microseconds since 1970 of a text that is a date, {@code T} or a space, and a time of up to six decimals, all read as UTC. */
    static long micros(byte[] text, int from, int to) {
        int length = to - from;
        if (length < SECONDS_LENGTH
                || length > MICROS_LENGTH
                || length == SECONDS_LENGTH + 1
                || (text[from + 10] != 'T' && text[from + 10] != ' ')
                || text[from + 13] != ':'
                || text[from + 16] != ':'
                || (length > SECONDS_LENGTH && text[from + SECONDS_LENGTH] != '.')) {
            return NONE;
        }
        long days = days(text, from, to);
        int hour = digits(text, from + 11, 2);
        int minute = digits(text, from + 14, 2);
        int second = digits(text, from + 17, 2);
        int decimals = Math.max(0, length - SECONDS_LENGTH - 1);
        int fraction = digits(text, from + SECONDS_LENGTH + 1, decimals);
        if (days == NONE
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || fraction < 0) {
            return NONE;
        }
        for (int i = decimals; i < 6; i++) {
            fraction *= 10;
        }
        return ((days * 24 + hour) * 60 + minute) * 60_000_000L + second * 1_000_000L + fraction;
    }

    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }
}
