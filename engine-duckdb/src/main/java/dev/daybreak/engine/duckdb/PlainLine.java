package dev.daybreak.engine.duckdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the values out of a line that is a plain JSON object: keys that are known, each at most once, and values that have the very form of
 * their column's type. Whatever else a line may be (malformed, nested, with escapes, a number in quotes, a key that is not
 * known) is for a real parser; to say so costs nothing but the time. Holds the values of one line. Not thread-safe.
 */
final class PlainLine {
    /** More columns than there are bits to note which of them a line had. */
    static final int MOST_COLUMNS = 64;

    private final byte[][] names;
    private final Form[] types;
    private final long required;
    private final long[] numbers;
    private final int[] starts;
    private final int[] ends;
    private byte[] text = new byte[0];
    private int at;
    private int end;
    private long present;

    /** The types whose values are recognised; in a number, dates are days and times microseconds since 1970, in UTC. */
    enum Form {
        INTEGER,
        BIGINT,
        DOUBLE,
        BOOLEAN,
        VARCHAR,
        DATE,
        TIMESTAMP,
        TIMESTAMPTZ
    }

    /** @param required a line without a value of it is not plain */
    record Field(String name, Form type, boolean required) {}

    PlainLine(List<Field> fields) {
        if (fields.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException(
                    "Invalid fields: " + fields.size() + ", but at most " + MOST_COLUMNS + " are permitted");
        }
        names = fields.stream()
                .map(field -> field.name().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        types = fields.stream().map(Field::type).toArray(Form[]::new);
        numbers = new long[types.length];
        starts = new int[types.length];
        ends = new int[types.length];
        long bits = 0;
        for (int i = 0; i < types.length; i++) {
            bits |= fields.get(i).required() ? 1L << i : 0;
        }
        required = bits;
    }

    /** Whether a field has a value in the line. */
    boolean has(int field) {
        return (present >>> field & 1) != 0;
    }

    /** The value of a field that is no text; the bits of a double, 1 for true. */
    long number(int field) {
        return numbers[field];
    }

    byte[] string(int field) {
        return Arrays.copyOfRange(text, starts[field], ends[field]);
    }

    /** Reads a line, without its line feed; false if it is not plain. */
    boolean read(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
        present = 0;
        return readObject() && (present & required) == required;
    }

    private boolean readObject() {
        if (next() != '{') {
            return false;
        }
        long seen = 0;
        int expected = 0;
        while (true) {
            int field = next() == '"' ? readKey(expected) : -1;
            if (field < 0 || (seen >>> field & 1) != 0 || next() != ':' || !readValue(field)) {
                return false;
            }
            seen |= 1L << field;
            expected = field + 1;
            int after = next();
            if (after == '}') {
                return next() < 0;
            }
            if (after != ',') {
                return false;
            }
        }
    }

    /** The next byte that is no white space; -1 at the end of the line. */
    private int next() {
        while (at < end) {
            byte found = text[at++];
            if (found != ' ' && found != '\t' && found != '\r') {
                return found & 0xff;
            }
        }
        return -1;
    }

    /** Keys mostly come in the order of the columns. */
    private int readKey(int expected) {
        for (int i = 0; i < names.length; i++) {
            int field = (expected + i) % names.length;
            int after = at + names[field].length;
            if (after < end
                    && text[after] == '"'
                    && Arrays.equals(text, at, after, names[field], 0, names[field].length)) {
                at = after + 1;
                return field;
            }
        }
        return -1;
    }

    private boolean readValue(int field) {
        int first = next();
        if (first == 'n') {
            return readWord("ull");
        }
        present |= 1L << field;
        return switch (types[field]) {
            case INTEGER -> readInteger(field, first, 9);
            case BIGINT -> readInteger(field, first, 18);
            case DOUBLE -> readDouble(field, first);
            case BOOLEAN -> {
                numbers[field] = first == 't' ? 1 : 0;
                yield first == 't' ? readWord("rue") : first == 'f' && readWord("alse");
            }
            case VARCHAR -> first == '"' && readText(field);
            case DATE -> first == '"' && readText(field) && readDate(field);
            case TIMESTAMP, TIMESTAMPTZ -> first == '"' && readText(field) && readTime(field);
        };
    }

    private boolean readWord(String rest) {
        if (end - at < rest.length()) {
            return false;
        }
        for (int i = 0; i < rest.length(); i++) {
            if (text[at++] != rest.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean readInteger(int field, int first, int mostDigits) {
        boolean negative = first == '-';
        int start = negative ? at : at - 1;
        at = start;
        long value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + (text[at++] - '0');
            if (at - start > mostDigits) {
                return false;
            }
        }
        numbers[field] = negative ? -value : value;
        // A fraction or an exponent that follows is neither a comma nor a brace, so the line is given up there.
        return at > start && (text[start] != '0' || at == start + 1);
    }

    /** Such as {@code -12.75}: what is longer or has an exponent is rounded by others. */
    private boolean readDouble(int field, int first) {
        boolean negative = first == '-';
        int start = negative ? at : at - 1;
        at = start;
        long value = 0;
        int point = -1;
        for (; at < end; at++) {
            byte found = text[at];
            if (found >= '0' && found <= '9') {
                value = value * 10 + (found - '0');
            } else if (found == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
            if (at - start >= 15) {
                return false;
            }
        }
        int whole = (point < 0 ? at : point) - start;
        if (whole == 0 || (whole > 1 && text[start] == '0') || point == at - 1) {
            return false;
        }
        // Both are whole numbers below 2^53, so IEEE 754 rounds the quotient once and right (Clinger, PLDI 1990).
        double number = value / (point < 0 ? 1 : POWERS[at - 1 - point]);
        numbers[field] = Double.doubleToRawLongBits(negative ? -number : number);
        return true;
    }

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private boolean readText(int field) {
        starts[field] = at;
        int all = 0;
        for (; at < end; at++) {
            byte found = text[at];
            if (found == '"') {
                ends[field] = at++;
                return all >= 0 || Utf8.isValid(text, starts[field], ends[field]);
            }
            if (found == '\\' || (found >= 0 && found < ' ')) {
                return false;
            }
            all |= found;
        }
        return false;
    }

    private boolean readDate(int field) {
        long days = PlainTime.days(text, starts[field], ends[field]);
        numbers[field] = days;
        return ends[field] - starts[field] == PlainTime.DATE_LENGTH && days != PlainTime.NONE;
    }

    private boolean readTime(int field) {
        boolean zoned = text[ends[field] - 1] == 'Z';
        long micros = PlainTime.micros(text, starts[field], zoned ? ends[field] - 1 : ends[field]);
        numbers[field] = micros;
        // Without a zone it would be the session's.
        return (zoned || types[field] == Form.TIMESTAMP) && micros != PlainTime.NONE;
    }
}
