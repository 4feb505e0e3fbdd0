package dev.daybreak.engine.duckdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes the values out of a line that is a plain JSON object: keys that are known, each at most once, and values that have the very form of
 * their column's type. Whatever else a line may be (malformed, nested, with escapes, a number in quotes, a key that is not
 * known) is for a real parser; to say so costs nothing but the time. Holds the values of one line. Not thread-safe.
 */
final class PlainLine {
    /** More columns than there are bits to note which of them a line had. */
    static final int MOST_COLUMNS = 64;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[][] keys;
    private final Form[] types;
    private final long required;
    private final long[] numbers;
    private final int[] starts;
    private final int[] ends;
    private byte[] text = new byte[0];
    private int at;
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
        keys = fields.stream().map(PlainLine::key).toArray(byte[][]::new);
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

    private static byte[] key(Field field) {
        if (!isPlainKey(field.name())) {
            throw new IllegalArgumentException(
                    "Invalid field '" + field.name() + "': a plain line cannot have its name as a key");
        }
        return ('"' + field.name() + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a name stands in JSON as it is. */
    private static boolean isPlainKey(String name) {
        return name.chars().noneMatch(letter -> letter < ' ' || letter == '"' || letter == '\\');
    }

    /** Which fields have a value in the line: bit i for field i. */
    long present() {
        return present;
    }

    /** Whether a field has a value in the line. */
    boolean has(int field) {
        return (present >>> field & 1) != 0;
    }

    /** The value of a field that is no text; the bits of a double, 1 for true. */
    long number(int field) {
        return numbers[field];
    }

    /** Where the value of a text begins in the bytes that were read. */
    int start(int field) {
        return starts[field];
    }

    /** Where it ends, exclusive. */
    int end(int field) {
        return ends[field];
    }

    /**
     * Reads a line.
     *
     * @param bytes have a line feed at {@code from} or after it
     * @return where the line ends, that is its line feed; -1 if it is not plain
     */
    int read(byte[] bytes, int from) {
        text = bytes;
        at = from;
        present = 0;
        return readObject() && (present & required) == required && next() == '\n' ? at - 1 : -1;
    }

    private boolean readObject() {
        if (next() != '{') {
            return false;
        }
        long seen = 0;
        int expected = 0;
        while (true) {
            int field = readKey(expected);
            if (field < 0 || (seen >>> field & 1) != 0 || !readValue(field)) {
                return false;
            }
            seen |= 1L << field;
            expected = field + 1;
            int after = next();
            if (after == '}') {
                return true;
            }
            if (after != ',') {
                return false;
            }
        }
    }

    /** The next byte that is no white space within a line. The line feed ends every line, so nothing is read beyond it. */
    private int next() {
        byte found = text[at++];
        return found > ' ' ? found : afterBlanks(found);
    }

    /** Apart from {@link #next}, so that the JVM finds that one small enough to put into its callers. */
    private int afterBlanks(byte first) {
        byte found = first;
        while (found == ' ' || found == '\t' || found == '\r') {
            found = text[at++];
        }
        return found;
    }

    /** Keys mostly come in the order of the columns, and without spaces. */
    private int readKey(int expected) {
        if (expected < keys.length && startsWith(keys[expected], keys[expected].length)) {
            return expected;
        }
        if (next() != '"') {
            return -1;
        }
        at--;
        for (int field = 0; field < keys.length; field++) {
            if (startsWith(keys[field], keys[field].length - 1)) {
                return next() == ':' ? field : -1;
            }
        }
        return -1;
    }

    /** Goes past the first {@code length} bytes of a key if they are next. */
    private boolean startsWith(byte[] key, int length) {
        byte[] bytes = text;
        int start = at;
        if (length > bytes.length - start || !isSame(bytes, start, key, length)) {
            return false;
        }
        at = start + length;
        return true;
    }

    /** Eight bytes at a time; the last eight may overlap those before. */
    private static boolean isSame(byte[] bytes, int start, byte[] key, int length) {
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) EIGHT_BYTES.get(bytes, start + i) != (long) EIGHT_BYTES.get(key, i)) {
                return false;
            }
        }
        if (last >= 0) {
            return (long) EIGHT_BYTES.get(bytes, start + last) == (long) EIGHT_BYTES.get(key, last);
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != key[i]) {
                return false;
            }
        }
        return true;
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
            case DATE -> first == '"' && readDate(field);
            case TIMESTAMP, TIMESTAMPTZ -> first == '"' && readTime(field);
        };
    }

    private boolean readWord(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (text[at] != rest.charAt(i)) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean readInteger(int field, int first, int mostDigits) {
        byte[] bytes = text;
        boolean negative = first == '-';
        int start = negative ? at : at - 1;
        int here = start;
        long value = 0;
        for (byte digit = bytes[here]; digit >= '0' && digit <= '9'; digit = bytes[++here]) {
            value = value * 10 + (digit - '0');
            if (here - start >= mostDigits) {
                return false;
            }
        }
        at = here;
        numbers[field] = negative ? -value : value;
        // A fraction or an exponent that follows is neither a comma nor a brace, so the line is given up there.
        return here > start && (bytes[start] != '0' || here == start + 1);
    }

    /** Such as {@code -12.75}: what is longer or has an exponent is rounded by others. */
    private boolean readDouble(int field, int first) {
        byte[] bytes = text;
        boolean negative = first == '-';
        int start = negative ? at : at - 1;
        int here = start;
        long value = 0;
        int point = -1;
        for (; here - start < 15; here++) {
            byte found = bytes[here];
            if (found >= '0' && found <= '9') {
                value = value * 10 + (found - '0');
            } else if (found == '.' && point < 0) {
                point = here;
            } else {
                break;
            }
        }
        at = here;
        int whole = (point < 0 ? here : point) - start;
        if (here - start >= 15 || whole == 0 || (whole > 1 && bytes[start] == '0') || point == here - 1) {
            return false;
        }
        // Both are whole numbers below 2^53, so IEEE 754 rounds the quotient once and right (Clinger, PLDI 1990).
        double number = value / (point < 0 ? 1 : POWERS[here - 1 - point]);
        numbers[field] = Double.doubleToRawLongBits(negative ? -number : number);
        return true;
    }

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private boolean readText(int field) {
        byte[] bytes = text;
        int start = at;
        int here = start;
        int all = 0;
        byte found = bytes[here];
        while (found != '"') {
            // Above the backslash lie small letters and nothing special, so most need no other look.
            if (found <= '\\') {
                if (found == '\\' || (found >= 0 && found < ' ')) {
                    return false;
                }
                all |= found;
            }
            found = bytes[++here];
        }
        starts[field] = start;
        ends[field] = here;
        at = here + 1;
        return all >= 0 || Utf8.isValid(bytes, start, here);
    }

    private boolean readDate(int field) {
        int end = at + PlainTime.DATE_LENGTH;
        if (end >= text.length || text[end] != '"') {
            return false;
        }
        long days = PlainTime.days(text, at, end);
        numbers[field] = days;
        at = end + 1;
        return days != PlainTime.NONE;
    }

    private boolean readTime(int field) {
        int start = at;
        int end = PlainTime.end(text, start);
        // Without a zone it would be the session's.
        if (end >= text.length || (text[end] != 'Z' && types[field] != Form.TIMESTAMP)) {
            return false;
        }
        at = text[end] == 'Z' ? end + 1 : end;
        long micros = PlainTime.micros(text, start, end);
        numbers[field] = micros;
        return micros != PlainTime.NONE && text[at++] == '"';
    }
}
